import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ParseOptions, parseSync } from '@swc/core';
import { projectRoot } from '../../server/core/config/index.js';

/** One import or re-export of a file. */
export interface Import {
  specifier: string;
  /** Path inside the project for relative specifiers, else the specifier itself. */
  target: string;
  /** Whether it brings types only and so leaves nothing in the running program. */
  isType: boolean;
}

/** One function with a body. */
export interface FunctionSize {
  name: string;
  line: number;
  lines: number;
}

interface Node {
  type: string;
  span?: { start: number; end: number };
  [key: string]: unknown;
}

const folders = ['server', 'installer', 'migrations', 'license', 'bin', 'public', 'test'];
const parsed = new Map<string, Node[]>();

/** Code of the project below some folders, as paths from the project's root. */
export function codeFiles(among: readonly string[] = folders): string[] {
  return projectFiles(among, /\.(ts|mjs|cjs|js)$/).filter((file) => !file.endsWith('.d.ts'));
}

/** Files below some folders whose path fits. */
export function projectFiles(among: readonly string[], pattern: RegExp): string[] {
  return among
    .filter((folder) => existsSync(path.join(projectRoot, folder)))
    .flatMap((folder) => filesBelow(folder))
    .filter((file) => pattern.test(file))
    .sort();
}

/** The text of a file of the project. */
export function read(file: string): string {
  return readFileSync(path.join(projectRoot, file), 'utf8');
}

/** Where a file of the project lies on this machine. */
export function inProject(file: string): string {
  return path.join(projectRoot, file);
}

/** Everything a file imports or re-exports by name. */
export function importsOf(file: string): Import[] {
  const found: Import[] = [];
  for (const node of statements(file)) visit(node, (inner) => collectImport(file, inner, found));
  return found;
}

/** Every function of a file that has a body of statements. */
export function functionsOf(file: string): FunctionSize[] {
  const text = Buffer.from(read(file));
  const found: FunctionSize[] = [];
  const lineAt = (offset: number) =>
    text
      .subarray(0, offset - 1)
      .toString()
      .split('\n').length;
  const measure = (node: Node, name: string) => {
    const { start, end } = node.span ?? { start: 1, end: 1 };
    const line = lineAt(start);
    found.push({ name, line, lines: lineAt(end) - line + 1 });
  };
  for (const statement of statements(file)) {
    visit(statement, (node, name) => {
      if (isFunction(node)) measure(node, name);
    });
  }
  return found;
}

/** Every piece of text in a file's code: string literals and the fixed parts of templates. */
export function stringsOf(file: string): string[] {
  const found: string[] = [];
  for (const statement of statements(file)) {
    visit(statement, (node) => {
      if (node.type === 'StringLiteral') found.push(String(node.value));
      if (node.type === 'TemplateElement') found.push(String(node.cooked ?? node.raw));
    });
  }
  return found;
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(name);
    return [name];
  });
}

function statements(file: string): Node[] {
  let body = parsed.get(file);
  if (!body) {
    const options: ParseOptions = file.endsWith('.ts')
      ? { syntax: 'typescript', target: 'es2022' }
      : { syntax: 'ecmascript', target: 'es2022' };
    body = parseSync(read(file), options).body as unknown as Node[];
    parsed.set(file, body);
  }
  return body;
}

function collectImport(file: string, node: Node, found: Import[]): void {
  const specifier = specifierOf(node);
  if (specifier === undefined) return;
  const target = specifier.startsWith('.')
    ? path.posix
        .join(path.posix.dirname(file), specifier)
        .replace(/\.js$/, sourceEnding(file, specifier))
    : specifier;
  found.push({ specifier, target, isType: isTypeOnly(node) });
}

function sourceEnding(file: string, specifier: string): string {
  const target = path.join(projectRoot, path.dirname(file), specifier);
  return existsSync(target) ? '.js' : '.ts';
}

function specifierOf(node: Node): string | undefined {
  if (node.type === 'CallExpression' && (node.callee as Node).type === 'Import') {
    const [first] = node.arguments as { expression: Node }[];
    return first?.expression.type === 'StringLiteral' ? String(first.expression.value) : undefined;
  }
  if (!['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'].includes(node.type))
    return undefined;
  const source = node.source as Node | null | undefined;
  return source ? String(source.value) : undefined;
}

function isTypeOnly(node: Node): boolean {
  if (node.typeOnly === true) return true;
  const specifiers = (node.specifiers ?? []) as Node[];
  return specifiers.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly === true);
}

function isFunction(node: Node): boolean {
  if (node.type === 'ArrowFunctionExpression') return (node.body as Node).type === 'BlockStatement';
  return [
    'FunctionDeclaration',
    'FunctionExpression',
    'ClassMethod',
    'Constructor',
    'MethodProperty',
  ].includes(node.type);
}

/** Walks a tree and tells each node with the name it was last given: by a variable, a key or itself. */
function visit(value: unknown, tell: (node: Node, name: string) => void, name = ''): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, tell, name);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  const own = nameOf(node) ?? name;
  if (typeof node.type === 'string') tell(node, own);
  for (const [key, inner] of Object.entries(node)) if (key !== 'span') visit(inner, tell, own);
}

function nameOf(node: Node): string | undefined {
  for (const key of ['identifier', 'id', 'key']) {
    const named = node[key] as Node | null | undefined;
    if (named && typeof named.value === 'string') return named.value;
  }
  return undefined;
}
