import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Liquid, type Template } from 'liquidjs';
import { projectRoot } from '../config/paths.js';

/** A block of a letter's body, each line already plain text. */
export interface Block {
  kind: 'paragraph' | 'quote';
  lines: string[];
}

/** What a message says, as plain text; the layout makes its HTML and its text part from it. */
export interface Letter {
  subject: string;
  headline: string;
  blocks: Block[];
  /** Label of the one button, or '' when there is nothing to open. */
  button: string;
  /** Why the message was sent. */
  reason: string;
}

/** Values for the places of a template. */
export type LetterData = Record<string, string | number | readonly string[] | null | undefined>;

interface ParsedTemplate {
  head: Record<Head, Template[]>;
  body: { kind: Block['kind']; template: Template[] }[];
}

const heads = ['subject', 'headline', 'button', 'reason'] as const;
type Head = (typeof heads)[number];

const folder = path.join(projectRoot, 'views/emails');
const engine = limitedEngine();
let templates: Map<string, ParsedTemplate> | undefined;

/** The names of all templates. */
export function templateNames(): string[] {
  return [...loaded().keys()].filter((key) => key.startsWith('en/')).map((key) => key.slice(3));
}

/** Whether there is a template of this name. */
export function isTemplate(name: string): boolean {
  return loaded().has(`en/${name}`);
}

/**
 * Reads every template; run at start, so that a broken one stops the program and not a message.
 * @throws Error naming the file.
 */
export function checkTemplates(): void {
  templates = readTemplates();
}

/**
 * Fills a template in a language, or in English where that language has none. Each block is
 * filled by itself and stays a block: a value can never become a headline, a link or a button.
 * @throws Error when the template is unknown or takes too long.
 */
export function fillTemplate(
  name: string,
  locale: string,
  data: LetterData,
  options: { isStrict?: boolean } = {},
): Letter {
  const language = locale.split('-')[0] ?? locale;
  const template =
    loaded().get(`${locale}/${name}`) ??
    loaded().get(`${language}/${name}`) ??
    loaded().get(`en/${name}`);
  if (!template) throw new Error(`There is no e-mail template "${name}"`);
  // For Liquid an empty text is something; for a sentence it is nothing.
  const known = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, value === '' ? null : value]),
  );
  const fill = (part: Template[]): string =>
    engine.renderSync(part, known, { strictVariables: options.isStrict ?? false });
  const { subject, headline, button, reason } = template.head;
  return {
    subject: oneLine(fill(subject)),
    headline: oneLine(fill(headline)),
    button: oneLine(fill(button)),
    reason: oneLine(fill(reason)),
    blocks: template.body
      .map(({ kind, template: part }) => ({ kind, lines: linesOf(fill(part)) }))
      .filter(({ lines }) => lines.length > 0),
  };
}

function loaded(): Map<string, ParsedTemplate> {
  templates ??= readTemplates();
  return templates;
}

/** English lies in the folder itself, each other language in a folder of its name. */
function readTemplates(): Map<string, ParsedTemplate> {
  const found = new Map<string, ParsedTemplate>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const { dir, name, ext } = path.parse(entry);
    if (ext !== '.liquid' || name.startsWith('_')) continue;
    found.set(
      `${dir || 'en'}/${name}`,
      parse(readFileSync(path.join(folder, entry), 'utf8'), entry),
    );
  }
  return found;
}

function parse(source: string, file: string): ParsedTemplate {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source.replace(/\r\n/g, '\n'));
  if (!parts) throw new Error(`${file} does not begin with its subject between two lines of ---`);
  const [, front = '', body = ''] = parts;
  const lines = new Map(front.split('\n').map((line) => headLine(line, file)));
  for (const name of ['subject', 'headline', 'reason']) {
    if (!lines.get(name)) throw new Error(`${file} has no ${name}`);
  }
  const compile = (text: string) => compiled(text, file);
  return {
    head: Object.fromEntries(
      heads.map((head) => [head, compile(lines.get(head) ?? '')]),
    ) as ParsedTemplate['head'],
    body: body
      .trim()
      .split(/\n{2,}/)
      .map((block) => ({
        kind: block.startsWith('> ') ? 'quote' : 'paragraph',
        template: compile(block.replace(/^> /gm, '')),
      })),
  };
}

function headLine(line: string, file: string): [string, string] {
  const [, name = '', text = ''] = /^(\w+): *(.*)$/.exec(line) ?? [];
  if (!(heads as readonly string[]).includes(name))
    throw new Error(`${file}: "${line}" is not understood`);
  return [name, text];
}

function compiled(text: string, file: string): Template[] {
  try {
    return engine.parse(text);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/**
 * Liquid with limits, without files and without ways around the layout's escaping: admins will
 * write templates (SECURITY 2.7), and what they write may say something but never do anything.
 */
function limitedEngine(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    lenientIf: true,
    parseLimit: 100_000,
    renderLimit: 500,
    memoryLimit: 1_000_000,
    templates: {},
  });
  for (const tag of ['include', 'render', 'layout', 'block', 'raw', 'tablerow', 'liquid']) {
    delete liquid.tags[tag];
  }
  for (const filter of [
    'raw',
    'inspect',
    'jsonify',
    'json',
    'hmac_sha256',
    'sha256',
    'where_exp',
  ]) {
    delete liquid.filters[filter];
  }
  return liquid;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n|\u2028|\u2029/).map(oneLine);
  while (lines.at(-1) === '') lines.pop();
  while (lines[0] === '') lines.shift();
  return lines;
}
