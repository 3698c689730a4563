// The page that the product is compared with: Express, EJS with the product's template settings,
// the page's statements prepared once. No sessions but their look-up, no rights, no texts to look up.
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Database from 'better-sqlite3';
import ejs from 'ejs';
import express from 'express';
import { projectRoot } from '../../server/core/config/index.js';
import { escapeHtml } from '../../server/core/http/index.js';
import { formatsFor, translatorFor } from '../../server/core/locale/index.js';
import type { CapturedPage } from './capture.js';

const [file = '', pagesFile = ''] = process.argv.slice(2);
const pages = JSON.parse(readFileSync(pagesFile, 'utf8')) as CapturedPage[];
const database = new Database(file, { readonly: true });
const app = express();
app.disable('etag');
app.disable('x-powered-by');
for (const [at, page] of pages.entries()) mount(`/page/${at}`, page);
const server = app.listen(0, '127.0.0.1', () => {
  process.send?.({ ready: true, port: (server.address() as AddressInfo).port });
});

function mount(address: string, { statements, page }: CapturedPage): void {
  const reads = statements.map(({ sql, bindings }) => ({
    statement: database.prepare(sql),
    bindings,
  }));
  const { ui, data, layout, name } = page;
  const t = translatorFor(String(ui.locale));
  const templates = new Map<string, ejs.TemplateFunction>();
  const template = (file: string) => {
    let compiled = templates.get(file);
    if (!compiled) {
      compiled = compile(file, t);
      templates.set(file, compiled);
    }
    return compiled;
  };
  const sprite = (ui.assets as { sprite: string }).sprite;
  const names = {
    it: data,
    ui,
    t,
    icon: (icon: string, extra = '') =>
      `<svg class="${extra ? `i ${extra}` : 'i'}" aria-hidden="true"><use href="${sprite}#${icon}"/></svg>`,
    partial: (file: string, it: unknown): string => template(file)({ ...names, it }),
    format: formatsFor(String(ui.locale), 'UTC', t),
  };
  app.get(address, (_request, response) => {
    for (const { statement, bindings } of reads) statement.all(...bindings);
    const body = template(name)(names);
    const html = template(`layouts/${layout}`)({ ...names, it: { ...data, body } });
    response.type('html').send(html);
  });
}

/** Compiles a template with its fixed texts already in it. */
function compile(file: string, t: (key: string) => string): ejs.TemplateFunction {
  const source = readFileSync(path.join(projectRoot, 'views', `${file}.ejs`), 'utf8').replace(
    /<%= t\('([\w.]+)'\) %>/g,
    (_call, key: string) => escapeHtml(t(key)),
  );
  return ejs.compile(source, {
    strict: true,
    _with: false,
    rmWhitespace: true,
    escape: escapeHtml,
    localsName: 'locals',
    destructuredLocals: ['it', 'ui', 't', 'icon', 'partial', 'format'],
  });
}
