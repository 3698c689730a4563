import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What compiling the SQLite driver takes: a name for people and the programs that will do. */
const tools = [
  { name: 'a C++ compiler', programs: [process.env.CXX, 'g++', 'c++', 'clang++'] },
  { name: 'Python 3', programs: [process.env.PYTHON, 'python3', 'python'] },
  { name: 'make', programs: ['make', 'gmake'] },
];

/** Names of the tools that are not on this machine; empty on Windows, where node-gyp looks itself. */
export function missingTools() {
  if (process.platform === 'win32') return [];
  return tools.filter(({ programs }) => !programs.some(isOnPath)).map(({ name }) => name);
}

/** How to install them, by system. */
export const howToInstallTools = [
  '  Debian, Ubuntu:  apt-get install g++ make python3',
  '  Alpine:          apk add g++ make python3',
  '  Fedora, Alma:    dnf install gcc-c++ make python3',
  '  macOS:           xcode-select --install',
].join('\n');

/** Whether a program can be started by this name; a path is looked at as it is. */
export function isOnPath(program) {
  return Boolean(findOnPath(program));
}

/** Full path of a program, or nothing where it is not on this machine. */
export function findOnPath(program) {
  if (!program) return undefined;
  const [name] = program.split(' ');
  if (path.isAbsolute(name)) return isExecutable(name) ? name : undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
