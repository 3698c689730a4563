import { expect } from 'chai';
import { codeFiles, read } from './files.js';
import { callsOf, importsOf } from './syntax.js';

const product = codeFiles(['server', 'installer', 'migrations', 'license']);
const scripts = codeFiles(['public']);

/** SQL that is put together from parts, with the reason why no part comes from a request. */
const builtSql: Record<string, Record<string, string>> = {
  'server/core/database/rows.ts': { sql: 'raw() itself; its callers are looked at' },
  'server/core/database/checks.ts': { '`PRAGMA ${name}`': 'names from a list in the code' },
  'server/core/database/inspection.ts': {
    schema: 'one of two functions of databases',
    '`${expression} as value`': 'functions of databases',
  },
  'server/commands/demo/talk.ts': { '`(SELECT COUNT(*)': 'two tables of the demo' },
  'server/features/people/companies.queries.ts': { '`lower(companies.name)': 'asc or desc' },
  'server/features/people/people.queries.ts': { '`${orders[filter.sort]}': 'from a list' },
  'server/features/projects/projects.queries.ts': {
    '`case when exists (${sql}': 'what the builder made, its values bound',
  },
  'server/features/tasks/task-list.queries.ts': { '`case tasks.priority': 'asc or desc' },
  'server/features/tasks/tasks.queries.ts': {
    '`case when exists (${sql}': 'what the builder made, its values bound',
  },
};
/** Orders by columns that are not written beside them, with where these come from. */
const builtOrders = new Map([
  ['server/core/jobs/leases.ts from.due', 'one of two tables described in the code'],
]);

/** Who opens connections to other machines besides the drivers of databases, and to which. */
const outward = new Map([
  ['server/web-server.ts node:http', 'listens; calls nobody'],
  ['server/plugins/mail-transports/smtp/index.ts nodemailer/lib/mail-composer', 'writes letters'],
  ['server/plugins/mail-transports/smtp/index.ts nodemailer/lib/smtp-connection', 'mail server'],
]);
const network = /^(node:)?(http|https|http2|net|tls|dgram|dns|dns\/promises)$|^undici$|^nodemailer/;

describe('Dangers', () => {
  it('SEC 1 hold no SQL that is put together from what somebody sent', () => {
    const built = product.flatMap((file) =>
      callsOf(file, /^(raw|\w+Raw)$/)
        .filter(({ isFixed }) => !isFixed)
        .map(({ argument }) => ({ file, argument })),
    );
    const isExcused = ({ file, argument }: (typeof built)[number]) =>
      Object.keys(builtSql[file] ?? {}).some((start) => argument.trim().startsWith(start));
    expect(built.filter((call) => !isExcused(call))).to.deep.equal([]);
    expect(built).to.have.length(Object.values(builtSql).flatMap(Object.keys).length);
  });

  it('SEC 1 order and group by columns that stand in the code', () => {
    const chosen = product.flatMap((file) =>
      callsOf(file, /^(orderBy|groupBy)$/)
        .filter(({ isFixed, argument }) => !isFixed && !/^\[\s*\{ column: '/.test(argument))
        .map(({ argument }) => `${file} ${argument}`),
    );
    expect(chosen).to.deep.equal([...builtOrders.keys()]);
  });

  it('SEC 8 call no other machine but the mail server and the database', () => {
    const callers = product.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier, isType }) => !isType && network.test(specifier))
        .map(({ specifier }) => `${file} ${specifier}`),
    );
    expect(callers.sort()).to.deep.equal([...outward.keys()].sort());
    const fetching = product.filter((file) => callsOf(file, /^(fetch|juiceResources)$/).length > 0);
    expect(fetching).to.deep.equal([]);
    // What a letter holds is composed from what is given, never fetched from an address or a file.
    expect(read('server/plugins/mail-transports/smtp/index.ts'))
      .to.include('disableFileAccess: true')
      .and.include('disableUrlAccess: true');
  });

  it('SEC 10 make no regular expression of what somebody typed', () => {
    const made = [...product, ...scripts].flatMap((file) => [
      ...callsOf(file, /^RegExp$/).map(({ argument }) => `${file} RegExp(${argument})`),
      // match() and search() make one of any text.
      ...callsOf(file, /^(match|matchAll|search)$/)
        .filter(({ isExpression }) => !isExpression)
        .map(({ callee, argument }) => `${file} ${callee}(${argument})`),
    ]);
    expect(made).to.deep.equal([]);
  });

  it('SEC 11 start no other program and read no text as code', () => {
    const starting = product.flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) =>
          /^(node:)?(child_process|cluster|worker_threads|vm|repl|inspector)$/.test(specifier),
        )
        .map(({ specifier }) => `${file} ${specifier}`),
    );
    expect(starting).to.deep.equal([]);
    const reading = [...product, ...scripts].filter(
      (file) => callsOf(file, /^(eval|Function)$/).length > 0,
    );
    expect(reading).to.deep.equal([]);
  });
});
