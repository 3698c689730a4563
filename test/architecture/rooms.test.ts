import { expect } from 'chai';
import { codeFiles, projectFiles, read } from './files.js';
import { importsOf } from './syntax.js';

const kinds = [
  'routes',
  'controller',
  'forms',
  'service',
  'policy',
  'queries',
  'presenter',
  'events',
  'subscribers',
  'jobs',
  'emails',
] as const;
type Kind = (typeof kinds)[number];

/** What a kind of file may use of its own room while the program runs; types may come from anywhere. */
const uses: Record<Kind, readonly Kind[]> = {
  routes: ['controller'],
  controller: ['forms', 'service', 'queries', 'policy', 'presenter'],
  forms: [],
  service: ['queries', 'policy', 'events', 'emails', 'jobs'],
  policy: [],
  queries: ['policy'],
  presenter: ['policy'],
  events: [],
  subscribers: ['service', 'queries', 'emails', 'events'],
  jobs: ['service'],
  emails: ['presenter'],
};

/** Calls into core that a kind of file leaves to others. */
const left: Partial<Record<Kind, RegExp>> = {
  routes: /\b(table|raw|transaction|publish|enqueue|queueMail)\(/,
  controller: /\b(table|raw|insertRow|transaction|publish|queueMail)\b\s*[(<]/,
  forms: /\b(table|raw|transaction|publish|enqueue|queueMail)\(/,
  policy: /\b(insertRow|transaction|publish|enqueue|queueMail)\(|\.(insert|update|delete|del)\(/,
  queries: /\b(publish|enqueue|queueMail|render|redirect)\(/,
  presenter: /\b(table|raw|insertRow|transaction|publish|enqueue|queueMail)\b\s*[(<]/,
  events: /\b(table|publish|enqueue|queueMail)\(/,
  emails: /\b(table|transaction|publish)\(/,
};

/** The words of core/http that speak of requests, answers and pages. */
const httpWords = /\b(Request|Response|render|redirect|handleForm|formState|view)\b/;

const roomFiles = projectFiles(['server/features'], /\.ts$/);

describe('Inside a room', () => {
  it('a file uses only the kinds below it', () => {
    const wrong = roomFiles.flatMap((file) => {
      const kind = kindOf(file);
      if (!kind) return [];
      const allowed: readonly string[] = [kind, ...uses[kind]];
      return importsOf(file)
        .filter(({ isType, target }) => !isType && roomOf(target) === roomOf(file))
        .map(({ target }) => ({ target, used: kindOf(target) }))
        .filter(({ used }) => used !== undefined && !allowed.includes(used))
        .map(({ target }) => `${file} uses ${target}`);
    });
    expect(wrong).to.deep.equal([]);
  });

  it('a file leaves to others what is not its business', () => {
    const wrong = roomFiles.flatMap((file) => {
      const found = left[kindOf(file) as Kind]?.exec(code(file));
      return found ? [`${file}: ${found[0]}`] : [];
    });
    expect(wrong).to.deep.equal([]);
  });

  it('services, queries and policies know nothing of requests and pages', () => {
    const wrong = roomFiles
      .filter((file) =>
        ['service', 'queries', 'policy', 'events', 'jobs', 'subscribers'].includes(
          kindOf(file) ?? '',
        ),
      )
      .filter((file) => /import [^;]*from '[^']*core\/http\/index\.js'/.test(read(file)))
      .filter((file) =>
        httpWords.test(
          /import ([^;]*)from '[^']*core\/http\/index\.js'/.exec(read(file))?.[1] ?? '',
        ),
      );
    expect(wrong).to.deep.equal([]);
  });

  it('routes hold no conditions', () => {
    const wrong = roomFiles
      .filter((file) => kindOf(file) === 'routes')
      .filter((file) => /\bif\b|\?\s|=>/.test(code(file)));
    expect(wrong).to.deep.equal([]);
  });

  it('nothing but the front door is called index, and it says what the room is for', () => {
    const doors = roomFiles.filter((file) => file.endsWith('/index.ts'));
    expect(doors.filter((file) => file.split('/').length !== 4)).to.deep.equal([]);
    expect(doors.filter((file) => !/^(\/\*\*|\/\/)/.test(read(file).trimStart()))).to.deep.equal(
      [],
    );
  });

  it('queries that do not start from an actor say so, and controllers keep away from them', () => {
    const wrong = roomFiles
      .filter((file) => kindOf(file) === 'controller' || kindOf(file) === 'routes')
      .filter((file) => /Unscoped\b/.test(read(file)));
    expect(wrong).to.deep.equal([]);
  });

  it('rooms keep nothing on the disk themselves', () => {
    const wrong = codeFiles(['server/features', 'server/plugins']).filter((file) =>
      importsOf(file).some(({ specifier }) => /^(node:)?fs(\/promises)?$/.test(specifier)),
    );
    expect(wrong).to.deep.equal([]);
  });
});

describe('The house', () => {
  it('only core/http uses Express as a value', () => {
    const wrong = codeFiles(['server', 'installer', 'license'])
      .filter((file) => !file.startsWith('server/core/http/'))
      .filter((file) =>
        importsOf(file).some(({ specifier, isType }) => specifier === 'express' && !isType),
      );
    expect(wrong).to.deep.equal([]);
  });

  it('only core/config reads the environment', () => {
    const wrong = codeFiles(['server', 'installer', 'license', 'migrations'])
      .filter((file) => !file.startsWith('server/core/config/'))
      .filter((file) =>
        /\bprocess\s*(\.\s*env|\[\s*['"]env['"]\s*\])|\benv\b[^;]*from 'node:process'/.test(
          code(file),
        ),
      );
    expect(wrong).to.deep.equal([]);
  });

  it('no value is imported in a circle', () => {
    expect(circles(codeFiles(['server', 'installer', 'license', 'bin']))).to.deep.equal([]);
  });
});

function kindOf(file: string): Kind | undefined {
  const word = /\.([a-z]+)\.ts$/.exec(file)?.[1];
  return kinds.find((kind) => kind === word);
}

function roomOf(file: string): string | undefined {
  return /^server\/features\/([^/]+)\//.exec(file)?.[1];
}

function code(file: string): string {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');
}

/** Every circle of value imports once, as the path that leads back to its start. */
function circles(files: readonly string[]): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const walk = (file: string, way: readonly string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...way.slice(way.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const { target, isType } of importsOf(file)) {
      if (!isType && files.includes(target)) walk(target, [...way, file]);
    }
    state.set(file, 'done');
  };
  for (const file of files) walk(file, []);
  return found;
}
