import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { today } from '../../core/dates/index.js';
import { log, type Request, type Response } from '../../core/http/index.js';
import type { Audience } from '../../core/permissions/index.js';
import { downloadHeaders } from '../../core/storage/index.js';
import { type PeopleFilter, typedFilter } from './people.filters.js';
import { exportColumns, presentPeopleForExport } from './people-export.presenter.js';
import { exportPeople } from './people-export.service.js';

/** The users that the page lists, as a table to take away. A form asks for it, since taking it is noted. */
export const peopleExport = { create: createOfTeam };
/** The clients' contacts that the page lists, likewise. */
export const contactsExport = { create: createOfContacts };

async function createOfTeam(request: Request, response: Response): Promise<void> {
  await send(request, response, 'team', { ...typedFilter(request), companyId: null });
}

async function createOfContacts(request: Request, response: Response): Promise<void> {
  const filter = { ...typedFilter(request), roleId: null, teamId: null, workspaceId: null };
  await send(request, response, 'client', filter);
}

async function send(
  { actor }: Request,
  response: Response,
  audience: Audience,
  filter: PeopleFilter,
): Promise<void> {
  const parts = await exportPeople(actor, audience, filter);
  const name = `${audience === 'team' ? 'users' : 'clients'}-${today(actor.timezone)}.csv`;
  response.set(downloadHeaders({ name, mimeType: 'text/csv' }));
  const table = stringify({
    header: true,
    columns: exportColumns(actor, audience),
    // Names are typed by people, and a spreadsheet would take some for formulas (CWE-1236).
    escape_formulas: true,
    bom: true,
  });
  try {
    await pipeline(Readable.from(presentPeopleForExport(actor, parts)), table, response);
  } catch (error) {
    // The answer is under way: a reader who leaves, or a database that fails now, ends it as it is.
    log().warn({ error: String(error) }, 'an export of people broke off');
  }
}
