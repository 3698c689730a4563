import { createRequire } from 'node:module';
import MarkdownIt from 'markdown-it';
import type sanitize from 'sanitize-html';
import { cut } from './plain.js';

/** What a description may reasonably hold; a longer text is shown as it was typed. */
const mostCharacters = 100_000;
const cachedCharacters = 2_000_000;

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 });
// Pictures in texts are attachments; one from elsewhere would tell its server who reads when.
parser.disable('image');

const require = createRequire(import.meta.url);
const cache = new Map<string, string>();
let cacheSize = 0;

/**
 * HTML from Markdown that is safe to put into a page: raw HTML stays text, the result passes an
 * allow list, links are plain http, https, mailto or paths of this site. Headings begin at the
 * third level, below those of the page.
 */
export function markdown(text: string): string {
  if (isPlain(text)) return `<p>${text}</p>\n`;
  const known = cache.get(text);
  if (known !== undefined) return refresh(text, known);
  const html = clean(
    text.length > mostCharacters ? `<p>${parser.utils.escapeHtml(text)}</p>` : parser.render(text),
  );
  remember(text, html);
  return html;
}

/** The words of a Markdown text without its marks, on one line, at most `length` characters. */
export function excerpt(text: string, length = 160): string {
  const words: string[] = [];
  for (const token of parser.parse(text.slice(0, length * 8), {})) {
    if (token.type === 'fence' || token.type === 'code_block') words.push(token.content);
    for (const child of token.children ?? []) words.push(child.content || ' ');
    words.push(' ');
  }
  return cut(words.join('').replace(/\s+/g, ' ').trim(), length);
}

/**
 * Most comments are a plain sentence: one line in which no character can mean anything to
 * Markdown, to HTML or to the search for links.
 */
function isPlain(text: string): boolean {
  return (
    text.length < 2000 &&
    /^[\p{L}][\p{L}\p{M}\p{N} ,;?!'’"()%€$…–—.:-]*$/u.test(text) &&
    !/[.:]\S/.test(text) &&
    !/\s$|-{2}|\.{2}|\s{2}/.test(text)
  );
}

function clean(html: string): string {
  // Loaded with the first text that needs it: it costs a start a sixth of a second.
  const sanitizeHtml = require('sanitize-html') as typeof sanitize;
  return sanitizeHtml(html, {
    allowedTags: [
      ...['p', 'br', 'hr', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a'],
      ...['h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ],
    allowedAttributes: {
      a: ['href', 'rel'],
      ol: ['start'],
      pre: ['tabindex'],
      table: ['tabindex'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    transformTags: {
      a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noopener noreferrer' }),
      // Long lines of code and wide tables scroll by themselves; the keyboard must get there, too.
      pre: sanitizeHtml.simpleTransform('pre', { tabindex: '0' }),
      table: sanitizeHtml.simpleTransform('table', { tabindex: '0' }),
      h1: 'h3',
      h2: 'h4',
      h3: 'h5',
      h4: 'h6',
      h5: 'h6',
    },
  });
}

/** Least recently used texts are forgotten first: a Map keeps the order in which keys were set. */
function refresh(text: string, html: string): string {
  cache.delete(text);
  cache.set(text, html);
  return html;
}

function remember(text: string, html: string): void {
  cache.set(text, html);
  cacheSize += text.length + html.length;
  for (const [oldest, old] of cache) {
    if (cacheSize <= cachedCharacters) return;
    cache.delete(oldest);
    cacheSize -= oldest.length + old.length;
  }
}
