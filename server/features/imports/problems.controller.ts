import { stringify } from 'csv-stringify/sync';
import { id, query, type Request, type Response } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { downloadHeaders } from '../../core/storage/index.js';
import { problemText } from './imports.presenter.js';
import { reviewImport } from './imports.service.js';

/** The rows that will not do, as a table to mend and bring again. */
export const problems = { show };

async function show(request: Request, response: Response): Promise<void> {
  const t = translatorFor(request.actor.locale);
  const read = (name: string) => (name in request.query ? query(request, name) : undefined);
  const { table, rows } = await reviewImport(request.actor, id(request, 'importId'), read);
  const wrong = rows.filter((row) => row.problems.length > 0);
  const width = table.heads.length;
  const heads = table.heads.map(
    (head, at) => head || t('imports.columns.number', { number: at + 1 }),
  );
  const text = stringify(
    [
      [...heads, t('imports.columns.line'), t('imports.columns.problem')],
      ...wrong.map((row) => [
        ...Array.from({ length: width }, (_, at) => row.cells[at] ?? ''),
        row.line,
        problemText(t, row),
      ]),
    ],
    // Cells are typed by people, and a spreadsheet would take some for formulas (CWE-1236).
    { escape_formulas: true, bom: true },
  );
  response.set(downloadHeaders({ name: 'rows-to-mend.csv', mimeType: 'text/csv' }));
  response.send(text);
}
