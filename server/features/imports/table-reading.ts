import { CsvError, parse } from 'csv-parse/sync';
import { Invalid, type Message } from '../../core/http/index.js';

/** The most people that one list may hold: all of them are added in one transaction, and others wait for it. */
export const mostRows = 2_000;

/** The most columns that one list may have. */
export const mostColumns = 30;

/** A row of a list with the line on which it ends, as an editor counts them. */
export interface TableRow {
  line: number;
  cells: string[];
}

/** Between cells stands one of these: a comma, what Excel writes in much of Europe, or a tab. */
const delimiters = [',', ';', '\t'];

/**
 * The text of a file: UTF-8 or UTF-16 by its mark, else UTF-8 if it is that, else what Excel on
 * Windows writes.
 * @throws Invalid {file} for something that is no text.
 */
export function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) throw new Invalid({ file: 'imports.errors.no_text' });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * The rows of a list; empty ones are left out.
 * @throws Invalid {field} when it is no table, has no row or too many.
 */
export function readTable(text: string, field: string): TableRow[] {
  const fail = (message: Message) => new Invalid({ [field]: message });
  if (text.includes('\0')) throw fail('imports.errors.no_text');
  const rows = rowsOf(text, fail);
  if (rows.length === 0) throw fail('imports.errors.empty');
  // One more for the headings.
  if (rows.length > mostRows + 1)
    throw fail({ key: 'imports.errors.too_many', values: { most: mostRows } });
  if (rows.some(({ cells }) => cells.length > mostColumns))
    throw fail({ key: 'imports.errors.too_wide', values: { most: mostColumns } });
  return rows;
}

function rowsOf(text: string, fail: (message: Message) => Invalid): TableRow[] {
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      trim: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: mostRows + 2,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return records.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as CsvError & { lines?: number }).lines ?? 1);
    throw fail({ key: 'imports.errors.quotes', values: { line } });
  }
}

/** What stands most often in the first line, outside of quotes. */
function delimiterOf(text: string): string {
  const line = (/^\uFEFF?\s*([^\r\n]*)/.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '');
  const counted = delimiters.map((mark) => ({ mark, count: line.split(mark).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}
