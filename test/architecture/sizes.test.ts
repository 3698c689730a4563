import { expect } from 'chai';
import { codeFiles, projectFiles, read } from './files.js';
import { functionsOf } from './syntax.js';

const longestFile = 300;
const longestFunction = 50;
const longestTemplate = 100;
const product = ['server', 'installer', 'migrations', 'license', 'bin', 'public'];

/** Longer than the rule on purpose; the reason stands beside each name. */
const excusedFiles = new Map<string, string>([
  ['test/features/tasks/tasks.pages.test.ts', 'every page of a task on one small world'],
  ['test/features/tasks/tasks.service.test.ts', 'every rule of a task on one small world'],
]);
const excusedFunctions = new Map<string, string>([
  ['migrations/202611220100_create_core_tables.ts up', 'a list of tables and columns'],
  ['migrations/202611220101_create_people_tables.ts createAccountTables', 'a list of columns'],
  ['migrations/202611220102_create_work_tables.ts createTaskTables', 'a list of columns'],
]);

describe('Sizes', () => {
  it('no file is longer than 300 lines', () => {
    const long = codeFiles()
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ file, lines }) => lines > longestFile && !excusedFiles.has(file));
    expect(long).to.deep.equal([]);
  });

  it('no function is longer than 50 lines', () => {
    const long = codeFiles(product).flatMap((file) =>
      functionsOf(file)
        .filter(({ lines }) => lines > longestFunction)
        .map(({ name, line, lines }) => ({ name: `${file} ${name}`, line, lines }))
        .filter(({ name }) => !excusedFunctions.has(name)),
    );
    expect(long).to.deep.equal([]);
  });

  it('no template is longer than 100 lines', () => {
    const long = projectFiles(['views', 'installer'], /\.ejs$/)
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > longestTemplate);
    expect(long).to.deep.equal([]);
  });

  it('every excuse still excuses something', () => {
    const files = new Set(
      codeFiles().filter((file) => read(file).split('\n').length > longestFile),
    );
    const functions = new Set(
      codeFiles(product).flatMap((file) =>
        functionsOf(file)
          .filter(({ lines }) => lines > longestFunction)
          .map(({ name }) => `${file} ${name}`),
      ),
    );
    expect([...excusedFiles.keys()].filter((file) => !files.has(file))).to.deep.equal([]);
    expect([...excusedFunctions.keys()].filter((name) => !functions.has(name))).to.deep.equal([]);
  });
});
