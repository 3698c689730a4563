import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The cascade, weakest layer first. A folder of the same name holds each layer's files. */
export const layers = ['tokens', 'base', 'layout', 'parts', 'pages', 'state', 'print'] as const;

/**
 * Joins every `<layer>/*.css` under the folder into one minified style sheet, layer by layer and
 * inside a layer by file name. `{{font}}`-like marks are replaced from `urls`; an unknown mark
 * throws, because the browser would ask for an address that does not exist.
 */
export function joinStylesheet(folder: string, urls: Record<string, string>): string {
  const parts = layers.map((layer) => `@layer ${layer} {${readLayer(path.join(folder, layer))}}`);
  const source = [`@layer ${layers.join(', ')};`, ...parts].join('\n');
  return minify(source).replace(/\{\{(\w+)\}\}/g, (mark, name: string) => {
    const url = urls[name];
    if (!url) throw new Error(`The style sheet names ${mark}, which is not an asset`);
    return url;
  });
}

/** Takes out comments and the whitespace that carries no meaning; strings are left as they are. */
export function minify(css: string): string {
  return css
    .replace(
      /\/\*[\s\S]*?\*\/|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s+/g,
      (_all, text) => text ?? ' ',
    )
    .replace(
      /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([^"']+)/g,
      (_all, text, code) => text ?? tighten(code),
    )
    .trim();
}

function readLayer(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.css'));
  return files
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
}

// A space before ":" can be a descendant selector (a :hover) and "+" and "-" need theirs in calc().
function tighten(code: string): string {
  return code
    .replace(/ {2,}/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/;+\}/g, '}')
    .replace(/ ?([>]) (?=[.#[:a-z*])/g, '$1');
}
