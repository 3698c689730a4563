// The import rules of the project, checked by `npm run check`. What needs to tell a type from a
// value (Express, the kinds of files inside a room) stands in test/architecture/rooms.test.ts: the
// parser used here cannot.
const { readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

const rooms = 'server/features';

/** Rooms in the order of server/features.ts, read from the list and not from its sorted imports. */
function featureOrder() {
  const text = readFileSync(path.join(__dirname, 'server/features.ts'), 'utf8');
  const imports = new Map();
  for (const [, names, folder] of text.matchAll(
    /import \{([^}]+)\} from '\.\/features\/([\w-]+)\/index\.js'/g,
  )) {
    for (const name of names.split(',')) imports.set(name.trim().split(' as ').pop(), folder);
  }
  const list = /features[^=]*=\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  return list
    .split(',')
    .map((name) => imports.get(name.trim()))
    .filter(Boolean);
}

function roomFolders() {
  return readdirSync(path.join(__dirname, rooms), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

const order = featureOrder();
const unlisted = roomFolders().filter((name) => !order.includes(name));

/** Each room may know the rooms above it and nothing of those below. */
const downward = order.slice(0, -1).map((room, index) => ({
  name: `${room}-knows-nothing-below-it`,
  severity: 'error',
  comment: 'A room imports only rooms that stand above it in server/features.ts.',
  from: { path: `^${rooms}/${room}/` },
  to: { path: `^${rooms}/(${order.slice(index + 1).join('|')})/` },
}));

/** A room that the list does not name has no place from which it could import another. */
const outsideTheList = unlisted.map((room) => ({
  name: `${room}-is-not-in-the-list`,
  severity: 'error',
  comment: 'Add the room to server/features.ts before it imports another or is imported.',
  from: { path: `^${rooms}/(?!${room}/)` },
  to: { path: `^${rooms}/${room}/` },
}));

module.exports = {
  forbidden: [
    ...downward,
    ...outsideTheList,
    {
      name: 'rooms-have-front-doors',
      severity: 'error',
      comment: "Another room's index.ts is its front door; nothing else of it may be imported.",
      from: { path: `^${rooms}/([^/]+)/` },
      to: { path: `^${rooms}/[^/]+/`, pathNot: [`^${rooms}/$1/`, `^${rooms}/[^/]+/index\\.ts$`] },
    },
    {
      name: 'index-is-for-others',
      severity: 'error',
      comment: 'Inside a room, files import each other by kind, never through the front door.',
      from: { path: `^${rooms}/([^/]+)/(?!index\\.ts$)` },
      to: { path: `^${rooms}/$1/index\\.ts$` },
    },
    {
      name: 'rooms-do-not-know-the-house',
      severity: 'error',
      comment: 'Rooms know core and each other, not the files that put the program together.',
      from: { path: `^${rooms}/` },
      to: { path: '^server/[^/]+\\.ts$', pathNot: '^server/core/' },
    },
    {
      name: 'core-knows-no-room',
      severity: 'error',
      comment: 'Plug-ins are handed to core by the files that put the program together.',
      from: { path: '^server/core/' },
      to: {
        path: '^(server/features/|server/plugins/|installer/|server/commands/|server/[^/]+\\.ts$)',
      },
    },
    {
      name: 'plugins-know-core-and-their-contract',
      severity: 'error',
      from: { path: '^server/plugins/([^/]+)/' },
      to: {
        path: '^(server|installer|license)/',
        pathNot: ['^server/core/', '^server/plugins/$1/'],
      },
    },
    {
      name: 'installer-knows-three-front-doors',
      severity: 'error',
      comment: 'core, and the front doors of accounts, workspaces and settings.',
      from: { path: '^installer/' },
      to: {
        path: '^(server|license)/',
        pathNot: ['^server/core/', `^${rooms}/(accounts|workspaces|settings)/index\\.ts$`],
      },
    },
    {
      name: 'only-boot-opens-the-installer',
      severity: 'error',
      comment: 'The command line installs by the same functions (an answers file).',
      from: { path: '^server/', pathNot: '^server/(boot\\.ts|cli\\.ts|commands/)' },
      to: { path: '^installer/' },
    },
    {
      name: 'only-core-database-knows-knex',
      severity: 'error',
      from: { path: '^(server|installer|license|bin)/', pathNot: '^server/core/database/' },
      to: {
        path: '(^|/)node_modules/(knex|better-sqlite3|sqlite3|pg|mysql2)/|^(better-sqlite3|sqlite3|mysql2)$',
      },
    },
    {
      name: 'only-core-http-knows-web-packages',
      severity: 'error',
      from: { path: '^(server|installer|license)/', pathNot: '^server/core/http/' },
      to: { path: '(^|/)node_modules/(express-session|helmet|multer|csrf-sync|ejs)/' },
    },
    {
      name: 'only-core-license-opens-the-license',
      severity: 'error',
      from: { path: '^(server|installer)/', pathNot: '^server/core/license\\.ts$' },
      to: { path: '^license/' },
    },
    {
      name: 'migrations-know-the-schema-words-only',
      severity: 'error',
      comment: 'A migration must read the same for ever; rooms and services change.',
      from: { path: '^migrations/' },
      to: { path: '^(server|installer|license)/', pathNot: '^server/core/database/' },
    },
    {
      name: 'product-knows-no-tests-or-tools',
      severity: 'error',
      from: { path: '^(server|installer|license|migrations)/' },
      to: { path: '^(test|bin)/' },
    },
    {
      name: 'production-packages-only',
      severity: 'error',
      comment: 'A start installs no development packages.',
      from: {
        path: '^(server|installer|license|migrations)/|^bin/(start|cli|prepare/)',
        pathNot: '^bin/prepare/program\\.mjs$',
      },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '(^|/)node_modules/@types/',
      },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(better-sqlite3|sqlite3|mysql2)$' },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API: without this parser the scan would find no module at all.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
