import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { AuditRow } from '../../core/audit/index.js';
import { today } from '../../core/dates/index.js';
import { log, type Request, type Response } from '../../core/http/index.js';
import { downloadHeaders } from '../../core/storage/index.js';
import { readFilter } from './audit.filters.js';
import { exportColumns, presentRecord, readingOf } from './audit.presenter.js';
import { nameSeen } from './audit.queries.js';
import { exportTrail } from './audit-export.service.js';

/** What the page shows, as a table to take away. A form asks for it, since taking it is noted. */
export const trailExport = { create };

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const reading = readingOf(actor);
  const filter = readFilter((name) => typed(request, name));
  const rows = await exportTrail(actor, { ...filter, before: null });
  const name = `audit-${today(actor.timezone)}.csv`;
  response.set(downloadHeaders({ name, mimeType: 'text/csv' }));
  const table = stringify({
    header: true,
    columns: exportColumns(reading),
    // Names are typed by people, and a spreadsheet would take some for formulas (CWE-1236).
    escape_formulas: true,
    bom: true,
  });
  const present = async (row: AuditRow) => {
    await nameSeen(reading.names, [row]);
    return presentRecord(reading, row);
  };
  const records = Readable.from(mapped(rows, present));
  try {
    await pipeline(records, table, response);
  } catch (error) {
    // The answer is under way: a reader who leaves, or a database that fails now, ends it as it is.
    log().warn({ error: String(error) }, 'an export of the audit trail broke off');
  }
}

async function* mapped<Result>(
  rows: AsyncIterable<AuditRow>,
  present: (row: AuditRow) => Promise<Result>,
) {
  for await (const row of rows) yield await present(row);
}

function typed({ body }: Request, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value.slice(0, 500) : '';
}
