import { gzipSync } from 'node:zlib';
import type { Translate } from '../locale/index.js';
import { type PageFrame, siteAssets, templateContext } from './context.js';
import { escapeHtml, template, type templateNames } from './templates.js';
import type { Request, Response } from './types.js';

/** Pages below this size (bytes) are not worth compressing. */
const worthCompressing = 1200;
/** Characters of a page that are sent as text. */
const inOneWrite = 4096;
let compresses = true;
let observer: ((page: RenderedPage) => void) | undefined;

/** A page as it is about to be rendered. */
export interface RenderedPage {
  name: string;
  layout: string;
  data: PageData;
  ui: Record<string, unknown>;
}

/** Lets a test or the benchmark see what pages are made of; without an argument nobody looks on any more. */
export function observePages(next?: (page: RenderedPage) => void): void {
  observer = next;
}

/** Whether somebody looks at what pages are made of, and so wants each to be made. */
export function pagesAreObserved(): boolean {
  return observer !== undefined;
}

/** Switches the compression of pages; a proxy may do it better. */
export function compressPages(on: boolean): void {
  compresses = on;
}

/** A page's data, with what its frame needs. */
export interface PageData extends PageFrame {
  layout?: 'app' | 'portal' | 'auth' | 'public';
  [name: string]: unknown;
}

/** Renders a page in the layout of who asks and sends it. Private: nothing on the way may keep it. */
export function render(request: Request, response: Response, name: string, data: PageData): void {
  sendHtml(request, response, renderPage(request, response, name, data));
}

/** Renders a page to text. */
export function renderPage(
  request: Request,
  response: Response,
  name: string,
  data: PageData,
): string {
  const { ui, t, format } = templateContext(request, response, data);
  const names: Record<(typeof templateNames)[number], unknown> = {
    it: data,
    ui,
    t,
    icon,
    format,
    partial: (file: string, it: unknown) => template(file)({ ...names, it }),
  };
  const layout = data.layout ?? layouts[ui.surface as keyof typeof layouts];
  observer?.({ name, layout, data, ui });
  const body = nameFields(template(name)(names), ui.labels as Record<string, string>, t);
  return template(`layouts/${layout}`)({ ...names, it: { ...data, body } });
}

/** The summary of a form's mistakes stands above the fields, whose labels it repeats. */
function nameFields(html: string, labels: Record<string, string>, t: Translate): string {
  if (!html.includes('<!--label:')) return html;
  return html.replace(/<!--label:(\w*)-->/g, (_mark, name: string) =>
    labels[name] ? `${escapeHtml(t('shared.form.of_field', { label: labels[name] }))} ` : '',
  );
}

/** Sends HTML with the headers that private pages need. */
export function sendHtml(request: Request, response: Response, html: string): void {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Vary', 'Accept-Encoding, Cookie');
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const accepts = String(request.headers['accept-encoding'] ?? '');
  if (!compresses || html.length < worthCompressing || !accepts.includes('gzip')) {
    // A short text leaves with the headers in one write; a long one is quicker as bytes.
    const body = html.length < inOneWrite ? html : Buffer.from(html);
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.end(body);
    return;
  }
  const body = gzipSync(html, { level: 1 });
  response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Content-Length', body.length);
  response.end(body);
}

/** An icon of the sprite as safe HTML. */
export function icon(name: string, extraClass = ''): string {
  const classes = extraClass ? `i ${escapeHtml(extraClass)}` : 'i';
  return `<svg class="${classes}" aria-hidden="true"><use href="${siteAssets().urls.sprite}#${escapeHtml(name)}"/></svg>`;
}

const layouts = { panel: 'app', portal: 'portal', auth: 'public' } as const;
