import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { today } from '../../core/dates/index.js';
import {
  log,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import { downloadHeaders } from '../../core/storage/index.js';
import {
  listSignIns,
  presentSignIn,
  type SignInFilter,
  signInFilters,
  stillOpen,
} from '../accounts/index.js';
import { frameOf, personHref, personOf, rightsOverPerson } from '../people/index.js';
import { exportColumns, presentFilters, presentForExport } from './history.presenter.js';
import { exportHistory, signOutEverywhere } from './sign-in-history.service.js';

const showView = view('sign-in-history/show');

/** When, from where and how long somebody was signed in. */
export const histories = { show };
/** The same as a table to take away. A form asks for it, since taking it is noted. */
export const historyExports = { create };
/** All devices that somebody is signed in on. */
export const sessions = { destroy };

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const person = await personOf(request);
  const filter = filterIn(query(request, 'outcome'));
  const href = `${personHref(person)}/sign-ins`;
  const signIns = await listSignIns(person.user_id, pageNumber(request), filter);
  const open = await stillOpen(person.user_id);
  const rights = await rightsOverPerson(actor, person);
  const reader = { t, format: formatsFor(actor.locale, actor.timezone, t), open };
  render(request, response, showView, {
    title: t('sign_in_history.title', { name: person.name }),
    ...frameOf(request, person, t('sign_in_history.crumb')),
    person: { name: person.name, href: personHref(person), isSelf: rights.isSelf },
    href,
    filter,
    ...presentFilters(t, filter, href),
    signIns: { ...signIns, rows: signIns.rows.map((row) => presentSignIn(row, reader)) },
    devices: open.size,
    canSignOut: rights.password && !rights.isSelf,
  });
}

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const person = await personOf(request);
  const { outcome } = request.body as { outcome?: unknown };
  const parts = await exportHistory(actor, person, filterIn(outcome));
  const open = await stillOpen(person.user_id);
  const name = `sign-ins-${person.user_id}-${today(actor.timezone)}.csv`;
  response.set(downloadHeaders({ name, mimeType: 'text/csv' }));
  // What a browser calls itself is its own choice, and a spreadsheet would take some for formulas (CWE-1236).
  const columns = exportColumns(translatorFor(actor.locale));
  const table = stringify({ header: true, columns, escape_formulas: true, bom: true });
  try {
    await pipeline(Readable.from(presentForExport(actor, parts, open)), table, response);
  } catch (error) {
    // The answer is under way: a reader who leaves, or a database that fails now, ends it as it is.
    log().warn({ error: String(error) }, 'an export of sign-ins broke off');
  }
}

async function destroy(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  await signOutEverywhere(request.actor, person);
  const toast = { key: 'sign_in_history.signed_out', values: { name: person.name } };
  redirect(request, response, `${personHref(person)}/sign-ins`, { toast });
}

function filterIn(value: unknown): SignInFilter {
  return signInFilters.find((name) => name === value) ?? 'all';
}
