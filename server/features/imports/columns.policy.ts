import { emailKey } from '../../core/text/index.js';
import type { TableRow } from './table-reading.js';

/** What a column can hold. */
export const columnKinds = [
  'name',
  'first_name',
  'last_name',
  'email',
  'roles',
  'teams',
  'phone',
  'job_title',
] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** What each column of a list holds; null for one that is left out. */
export type Columns = readonly (ColumnKind | null)[];

/** Headings as people and programs write them, without case, marks and spaces. */
const headings: Record<ColumnKind, readonly string[]> = {
  name: ['name', 'fullname', 'displayname', 'person', 'user', 'username'],
  first_name: ['firstname', 'givenname', 'forename'],
  last_name: ['lastname', 'surname', 'familyname'],
  email: ['email', 'emailaddress', 'mail', 'address', 'emails', 'workemail', 'primaryemail'],
  roles: ['role', 'roles'],
  teams: ['team', 'teams', 'group', 'groups'],
  phone: ['phone', 'phonenumber', 'telephone', 'mobile', 'tel', 'workphone'],
  job_title: ['jobtitle', 'title', 'position', 'job'],
};

/** A list with its headings apart, if it has some. */
export interface HeadedTable {
  heads: string[];
  hasHeads: boolean;
  rows: readonly TableRow[];
}

/** Tells headings from people: no heading has an address in it. */
export function withHeads(rows: readonly TableRow[]): HeadedTable {
  const [first, ...rest] = rows;
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const hasHeads = !first?.cells.some((cell) => cell.includes('@'));
  const heads = Array.from({ length: width }, (_, at) => (hasHeads ? first?.cells[at] : '') ?? '');
  return { heads, hasHeads, rows: hasHeads ? rest : rows };
}

/** What the columns seem to hold: by their headings, or else by what stands in them. */
export function guessColumns({ heads, hasHeads, rows }: HeadedTable): Columns {
  if (hasHeads) return eachOnce(heads.map(kindOf));
  const email = rows[0]?.cells.findIndex((cell) => cell.includes('@')) ?? -1;
  const name = heads.findIndex((_head, at) => at !== email);
  return heads.map((_head, at) => (at === email ? 'email' : at === name ? 'name' : null));
}

/** What a form says the columns hold, or the guess where it says nothing. */
export function chosenColumns(table: HeadedTable, read: (name: string) => string | undefined) {
  const guess = guessColumns(table);
  const chosen = guess.map((kind, at) => {
    const typed = read(`column_${at}`);
    return typed === undefined ? kind : (columnKinds.find((known) => known === typed) ?? null);
  });
  return eachOnce(chosen);
}

/** A column's cell in a row; '' when no column holds such a thing. */
export function cellOf(columns: Columns, { cells }: TableRow, kind: ColumnKind): string {
  return cells[columns.indexOf(kind)] ?? '';
}

/** Several names in one cell: with semicolons, commas or bars between them. */
export function namesIn(cell: string): string[] {
  return cell
    .split(/[;,|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** A name as names are compared. */
export function nameKey(name: string): string {
  return emailKey(name.normalize('NFC'));
}

function kindOf(head: string): ColumnKind | null {
  const plain = head.toLowerCase().replace(/[^\p{L}]/gu, '');
  return columnKinds.find((kind) => headings[kind].includes(plain)) ?? null;
}

/** Of two columns that hold the same thing, the first counts. */
function eachOnce(kinds: Columns): Columns {
  return kinds.map((kind, at) => (kind !== null && kinds.indexOf(kind) === at ? kind : null));
}
