import { existsSync } from 'node:fs';
import path from 'node:path';
import { type ParseOptions, parseSync } from '@swc/core';
import ejs from 'ejs';
import { inProject, read } from './files.js';

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

/** Text in code: fixed, or a template in which anything may stand at the marked places. */
export interface Wording {
  text?: string;
  pattern?: RegExp;
}

/** One call, or one `new`, of a function by its name. */
export interface Call {
  callee: string;
  /** The first argument as it is written; '' when there is none. */
  argument: string;
  /** Whether it is one text that stands in the code as a whole. */
  isFixed: boolean;
  /** Whether it is a regular expression that stands in the code as a whole. */
  isExpression: boolean;
}

interface Node {
  type: string;
  span?: { start: number; end: number };
  [key: string]: unknown;
}

const parsed = new Map<string, Node[]>();

/** Everything a file imports or re-exports by name. */
export function importsOf(file: string): Import[] {
  const found: Import[] = [];
  eachNode(file, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    found.push({ specifier, target: targetOf(file, specifier), isType: isTypeOnly(node) });
  });
  return found;
}

/** Every function of a file that has a body of statements. */
export function functionsOf(file: string): FunctionSize[] {
  const text = Buffer.from(read(file));
  const found: FunctionSize[] = [];
  // The parser counts bytes from 1.
  const lineAt = (offset: number) =>
    text
      .subarray(0, offset - 1)
      .toString()
      .split('\n').length;
  eachNode(file, (node, name) => {
    if (!isFunction(node) || !node.span) return;
    const line = lineAt(node.span.start);
    found.push({ name, line, lines: lineAt(node.span.end) - line + 1 });
  });
  return found;
}

/** Every text in a file's code, or in the code of a template. */
export function wordingsOf(file: string): Wording[] {
  const found: Wording[] = [];
  eachNode(file, (node) => {
    const wording = wordingOf(node);
    if (wording) found.push(wording);
  });
  return found;
}

/** Calls of the functions whose name fits, with what they are given first. */
export function callsOf(file: string, callees: RegExp): Call[] {
  const text = Buffer.from(read(file));
  const found: Call[] = [];
  eachNode(file, (node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    const callee = calleeName(node);
    if (callee === undefined || !callees.test(callee)) return;
    const [first] = (node.arguments ?? []) as { expression: Node }[];
    found.push({
      callee,
      argument: first ? written(text, first.expression) : '',
      isFixed: first !== undefined && wordingOf(first.expression)?.text !== undefined,
      isExpression: first?.expression.type === 'RegExpLiteral',
    });
  });
  return found;
}

/** First arguments of the calls of a function, by the name it is called by. */
export function firstArguments(file: string, callee: string): Wording[] {
  const found: Wording[] = [];
  eachNode(file, (node) => {
    if (node.type !== 'CallExpression' || calleeName(node) !== callee) return;
    const [first] = node.arguments as { expression: Node }[];
    const wording = first && wordingOf(first.expression);
    if (wording) found.push(wording);
  });
  return found;
}

/** Texts that properties of a name are given in object literals. */
export function propertyTexts(file: string, property: string): Wording[] {
  const found: Wording[] = [];
  eachNode(file, (node) => {
    if (node.type !== 'KeyValueProperty' || (node.key as Node).value !== property) return;
    const wording = wordingOf(node.value as Node);
    if (wording) found.push(wording);
  });
  return found;
}

function eachNode(file: string, tell: (node: Node, name: string) => void): void {
  let body = parsed.get(file);
  if (!body) {
    body = parse(file);
    parsed.set(file, body);
  }
  visit(body, tell);
}

function parse(file: string): Node[] {
  const options: ParseOptions = file.endsWith('.ts')
    ? { syntax: 'typescript', target: 'es2022' }
    : { syntax: 'ecmascript', target: 'es2022' };
  const text = file.endsWith('.ejs') ? templateCode(file) : read(file);
  return parseSync(text, options).body as unknown as Node[];
}

/** The JavaScript that EJS makes of a template. */
function templateCode(file: string): string {
  const template = new ejs.Template(read(file), { strict: true, _with: false, client: true });
  template.compile();
  return `(() => {${template.source}})`;
}

function targetOf(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const target = path.posix.join(path.posix.dirname(file), specifier);
  return existsSync(inProject(target)) ? target : target.replace(/\.js$/, '.ts');
}

function specifierOf(node: Node): string | undefined {
  if (node.type === 'CallExpression' && (node.callee as Node).type === 'Import') {
    const [first] = node.arguments as { expression: Node }[];
    return first?.expression.type === 'StringLiteral' ? String(first.expression.value) : undefined;
  }
  const isModule = /^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type);
  const source = isModule ? (node.source as Node | null | undefined) : undefined;
  return source ? String(source.value) : undefined;
}

function isTypeOnly(node: Node): boolean {
  if (node.typeOnly === true) return true;
  const specifiers = (node.specifiers ?? []) as Node[];
  return specifiers.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly === true);
}

function isFunction(node: Node): boolean {
  if (node.type === 'ArrowFunctionExpression') return (node.body as Node).type === 'BlockStatement';
  return /^(FunctionDeclaration|FunctionExpression|ClassMethod|Constructor|MethodProperty)$/.test(
    node.type,
  );
}

/** The parser counts bytes from 1. */
function written(text: Buffer, { span }: Node): string {
  return span ? text.subarray(span.start - 1, span.end - 1).toString() : '';
}

function calleeName(node: Node): string | undefined {
  const callee = node.callee as Node;
  const named = callee.type === 'MemberExpression' ? (callee.property as Node) : callee;
  return named.type === 'Identifier' ? String(named.value) : undefined;
}

function wordingOf(node: Node): Wording | undefined {
  if (node.type === 'StringLiteral') return { text: String(node.value) };
  if (node.type !== 'TemplateLiteral') return undefined;
  const parts = (node.quasis as Node[]).map((part) => String(part.cooked ?? part.raw));
  if (parts.length === 1) return { text: parts[0] as string };
  const fixed = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { pattern: new RegExp(`^${fixed.join('.+')}$`) };
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
