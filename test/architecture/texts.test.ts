import { expect } from 'chai';
import { codeFiles, projectFiles, read } from './files.js';
import { firstArguments, propertyTexts, type Wording, wordingsOf } from './syntax.js';

type Tree = { [key: string]: string | Tree };

const english = flatten(JSON.parse(read('config/locales/en.json')) as Tree);
const keys = new Set(english.keys());
const templates = projectFiles(['views', 'installer'], /\.ejs$/);
const code = [...codeFiles(['server', 'installer']), ...templates];
/** Stands where a template's code stood. */
const gap = '¦';
/** The forms that i18next chooses among by `count`. */
const plural = /_(zero|one|other)$/;
/** What stands under `key:` or looks like a key without being one; the reason stands beside it. */
const notTexts = new Map([['installation.completed_at', 'the name of a row']]);
/** Events that no timeline shows. */
const silentEvents = new Map<string, string>([]);
/** Templates that may hold words: they show how components look, not what the product says. */
const samples = /^views\/interface\//;

describe('Texts', () => {
  it('are there for every key that code or a template asks for', () => {
    const missing = code.flatMap((file) =>
      asked(file)
        .filter((wording) => !hasText(wording))
        .map(({ text, pattern }) => `${file}: ${text ?? pattern?.source}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('are there for every kind of event, and no event has gone', () => {
    const events = codeFiles(['server'])
      .flatMap((file) => [
        ...firstArguments(file, 'defineEvent'),
        ...firstArguments(file, 'defineAuditedEvent'),
      ])
      .flatMap(({ text }) => text ?? []);
    const missing = events.filter((name) => !hasText({ text: `events.${name}` }));
    expect(missing.filter((name) => !silentEvents.has(name))).to.deep.equal([]);
    expect([...silentEvents.keys()].filter((name) => !events.includes(name))).to.deep.equal([]);
  });

  it('are all used', () => {
    const wordings = code.flatMap((file) => wordingsOf(file));
    const texts = new Set(wordings.flatMap(({ text }) => text ?? []));
    const patterns = wordings.flatMap(({ pattern }) => pattern ?? []).filter(isSpecific);
    const eventTexts = new Set([...texts].map((text) => `events.${text}`));
    const isUsed = (key: string) =>
      texts.has(key) || eventTexts.has(key) || patterns.some((pattern) => pattern.test(key));
    const unused = [...keys].filter((key) => !isUsed(key) && !isUsed(key.replace(plural, '')));
    expect(unused).to.deep.equal([]);
  });

  it('have a form for one and for many wherever they are counted', () => {
    const wrong = [...keys]
      .filter((key) => plural.test(key))
      .map((key) => key.replace(plural, ''))
      .filter((key) => !(keys.has(`${key}_one`) && keys.has(`${key}_other`)));
    expect(wrong).to.deep.equal([]);
  });

  it('are not empty, not padded and speak of nothing unfinished', () => {
    const wrong = [...english].filter(
      ([, text]) =>
        text.trim() === '' ||
        text !== text.trim() ||
        /\b(todo|lorem|tbd|coming soon)\b/i.test(text),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('stand in the file and not in the templates', () => {
    const wrong = templates
      .filter((file) => !samples.test(file))
      .flatMap((file) => wordsOf(read(file)).map((text) => `${file}: ${text}`));
    expect(wrong).to.deep.equal([]);
  });
});

/** What a file asks the translation layer for: arguments of t(), keys of errors and toasts. */
function asked(file: string): Wording[] {
  const calls = ['t', 'translate'].flatMap((name) => firstArguments(file, name));
  const named = propertyTexts(file, 'key').filter(
    ({ text }) => text?.includes('.') && !notTexts.has(text),
  );
  const errors = wordingsOf(file).filter(({ text }) => /^errors\.[a-z_.]+$/.test(text ?? ''));
  return [...calls, ...named, ...errors];
}

/** Words between tags that no code printed; names of keys on a keyboard are no words. */
function wordsOf(template: string): string[] {
  const html = template.replace(/<%[\s\S]*?%>/g, gap).replace(/<kbd[^>]*>[^<]*<\/kbd>/g, gap);
  return [...html.matchAll(/>([^<¦]*\b[A-Za-z]{3,}\b[^<¦]*)</g)]
    .map(([, text]) => (text as string).trim())
    .filter((text) => !/^&\w+;$/.test(text));
}

function hasText({ text, pattern }: Wording): boolean {
  if (text !== undefined) return keys.has(text) || keys.has(`${text}_other`);
  return [...keys].some((key) => pattern?.test(key.replace(plural, '')) || pattern?.test(key));
}

/** A template counts only when it begins with a fixed part of a key: `projects.status.${status}`. */
function isSpecific(pattern: RegExp): boolean {
  return /^\^[a-z_]+\\\./.test(pattern.source);
}

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(`${prefix}${key}`, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}
