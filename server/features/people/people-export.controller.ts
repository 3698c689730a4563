import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { today } from '../../core/dates/index.js';
import { log, type Request, type Response } from '../../core/http/index.js';
import { downloadHeaders } from '../../core/storage/index.js';
import { typedFilter } from './people.filters.js';
import { exportColumns, presentMembers } from './people-export.presenter.js';
import { exportMembers } from './people-export.service.js';

/** The users that the page lists, as a table to take away. A form asks for it, since taking it is noted. */
export const peopleExport = { create };

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const parts = await exportMembers(actor, { ...typedFilter(request), companyId: null });
  const name = `users-${today(actor.timezone)}.csv`;
  response.set(downloadHeaders({ name, mimeType: 'text/csv' }));
  const table = stringify({
    header: true,
    columns: exportColumns(actor),
    // Names are typed by people, and a spreadsheet would take some for formulas (CWE-1236).
    escape_formulas: true,
    bom: true,
  });
  try {
    await pipeline(Readable.from(presentMembers(actor, parts)), table, response);
  } catch (error) {
    // The answer is under way: a reader who leaves, or a database that fails now, ends it as it is.
    log().warn({ error: String(error) }, 'an export of the users broke off');
  }
}
