import { Invalid, type Message, parseForm } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { emailKey } from '../../core/text/index.js';
import { listGrantableRoles, listTeamChoices } from '../people/index.js';
import type { RoleRow } from '../roles/index.js';
import type { TeamName } from '../teams/index.js';
import { type Columns, cellOf, type HeadedTable, nameKey, namesIn } from './columns.policy.js';
import { takenAddresses } from './imports.queries.js';
import { rowForm } from './row-fields.js';
import type { TableRow } from './table-reading.js';

/** A row that was looked over. */
export interface CheckedRow {
  line: number;
  /** As it stands in the list. */
  cells: readonly string[];
  name: string;
  email: string;
  phone: string | null;
  jobTitle: string | null;
  roles: RoleRow[];
  teams: TeamName[];
  /** Why nobody can be added by it; empty when all is well. */
  problems: Message[];
}

interface Known {
  roles: Map<string, RoleRow>;
  teams: Map<string, TeamName>;
  taken: Map<string, 'team' | 'other'>;
  /** Address → the line where it stood first. */
  lines: Map<string, number>;
}

/** Looks every row over as the form for one person would, with the same rules; changes nothing. */
export async function checkRows(
  actor: Actor,
  { rows }: HeadedTable,
  columns: Columns,
): Promise<CheckedRow[]> {
  const emails = rows.map((row) => emailKey(cellOf(columns, row, 'email')));
  const known: Known = {
    roles: byName(await listGrantableRoles(actor, 'team')),
    teams: byName(await listTeamChoices(actor)),
    taken: await takenAddresses(actor, [...new Set(emails.filter((email) => email !== ''))]),
    lines: new Map(),
  };
  return rows.map((row) => checkRow(known, columns, row));
}

function checkRow(known: Known, columns: Columns, row: TableRow): CheckedRow {
  const cell = (kind: Parameters<typeof cellOf>[2]) => cellOf(columns, row, kind);
  const full = cell('name') || [cell('first_name'), cell('last_name')].join(' ').trim();
  const typed = { name: full, email: cell('email'), phone: cell('phone') };
  const checked: CheckedRow = {
    line: row.line,
    cells: row.cells,
    name: full,
    email: typed.email,
    phone: typed.phone || null,
    jobTitle: cell('job_title') || null,
    roles: [],
    teams: [],
    problems: problemsOf({ ...typed, job_title: cell('job_title') }),
  };
  checkAddress(known, checked);
  const names = namesIn(cell('roles'));
  if (names.length === 0) checked.problems.push('imports.problems.no_role');
  checked.roles = found(names, known.roles, (name) => {
    checked.problems.push({ key: 'imports.problems.role', values: { name } });
  });
  checked.teams = found(namesIn(cell('teams')), known.teams, (name) => {
    checked.problems.push({ key: 'imports.problems.team', values: { name } });
  });
  return checked;
}

function checkAddress({ taken, lines }: Known, row: CheckedRow): void {
  const key = emailKey(row.email);
  if (key === '') return;
  const first = lines.get(key);
  if (first === undefined) lines.set(key, row.line);
  else row.problems.push({ key: 'imports.problems.twice', values: { line: first } });
  const by = taken.get(key);
  if (by) row.problems.push(by === 'team' ? 'imports.problems.here' : 'errors.email_taken');
}

function problemsOf(typed: Record<string, string>): Message[] {
  try {
    parseForm(rowForm, typed);
    return [];
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return Object.entries(error.fields).map(([field, message]) => worded(field, message));
  }
}

/** Beside a field "This is needed" is enough; in a list of rows it must say what. */
function worded(field: string, message: Message): Message {
  const key = typeof message === 'string' ? message : message.key;
  if (key === 'errors.required') return `imports.problems.no_${field}`;
  return key === 'errors.email' ? 'imports.problems.email' : `imports.problems.bad_${field}`;
}

function found<Thing>(
  names: readonly string[],
  things: ReadonlyMap<string, Thing>,
  miss: (name: string) => void,
): Thing[] {
  const all = new Set<Thing>();
  for (const name of names) {
    const thing = things.get(nameKey(name));
    if (thing) all.add(thing);
    else miss(name);
  }
  return [...all];
}

function byName<Thing extends { name: string }>(things: readonly Thing[]): Map<string, Thing> {
  return new Map(things.map((thing) => [nameKey(thing.name), thing]));
}
