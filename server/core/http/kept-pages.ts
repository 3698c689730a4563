import { type Brand, brandOfStrangers, themeOf } from './context.js';
import { formToken } from './csrf.js';
import { hasFlash } from './flash.js';
import { type PageData, pagesAreObserved, renderPage, sendHtml } from './render.js';
import { templatesChange } from './templates.js';
import type { Request, Response } from './types.js';

/** A page cut where the nonce stands, and each piece where the token of its forms stands. */
type Pieces = readonly (readonly string[])[];

/** A change of settings makes a new brand, which has no pages yet. */
const kept = new WeakMap<Brand, Map<string, Pieces>>();
/** Pages kept of one brand: there are a few, each in two or three themes. */
const mostKept = 50;

/**
 * Renders a page with a form that says the same to everybody who is not signed in, but for the
 * nonce and the form's token. Crawlers and guessers of passwords ask for such pages more often than
 * people do, so each is put together once for a brand, a theme and its `data`, which must be plain.
 */
export function renderForStrangers(
  request: Request,
  response: Response,
  name: string,
  data: PageData,
): void {
  if (!isAlikeForAll(request)) {
    sendHtml(request, response, renderPage(request, response, name, data));
    return;
  }
  const brand = brandOfStrangers();
  const pages = pagesOf(brand);
  const key = JSON.stringify([name, request.path, themeOf(request, undefined, brand), data]);
  const token = formToken(request, response);
  let pieces = pages.get(key);
  if (!pieces) {
    pieces = cut(renderPage(request, response, name, data), request.nonce, token);
    if (pages.size >= mostKept) pages.clear();
    pages.set(key, pieces);
  }
  sendHtml(request, response, join(pieces, request.nonce, token));
}

/** An address with a query is shown as it was asked for, and a word of the last change is said once. */
function isAlikeForAll(request: Request): boolean {
  if (request.visitor || templatesChange() || pagesAreObserved()) return false;
  return request.originalUrl === request.path && !hasFlash(request);
}

function pagesOf(brand: Brand): Map<string, Pieces> {
  let pages = kept.get(brand);
  if (!pages) {
    pages = new Map();
    kept.set(brand, pages);
  }
  return pages;
}

/** Both are random and long: neither stands anywhere but where it was put. */
function cut(html: string, nonce: string, token: string): Pieces {
  return html.split(nonce).map((piece) => piece.split(token));
}

function join(pieces: Pieces, nonce: string, token: string): string {
  return pieces.map((piece) => piece.join(token)).join(nonce);
}
