import type { Message } from '../../core/http/index.js';
import { type Translate, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { canMail, inPlainWords, scopesOfRoles } from '../people/index.js';
import { type Columns, columnKinds, type HeadedTable } from './columns.policy.js';
import type { CheckedRow } from './rows.service.js';

/** Rows that will not do that the page names; all of them stand in the download. */
const mostProblems = 100;

/** Kinds of newcomers that the page tells of; a list has few. */
const mostGroups = 20;

/** Names that stand with each of them. */
const mostNames = 30;

/** A list that was looked over. */
export interface Review {
  id: number;
  table: HeadedTable;
  columns: Columns;
  rows: readonly CheckedRow[];
}

/** The page between a list and the people in it. */
export async function presentImport(actor: Actor, { id, table, columns, rows }: Review) {
  const t = translatorFor(actor.locale);
  const bad = rows.filter((row) => row.problems.length > 0);
  const good = rows.filter((row) => row.problems.length === 0);
  const groups = grouped(good);
  return {
    href: `/imports/${id}`,
    good: good.length,
    bad: bad.length,
    columns: presentColumns(t, table, columns),
    kept: columns.map((kind, at): [string, string] => [`column_${at}`, kind ?? '']),
    problems: bad.slice(0, mostProblems).map((row) => presentProblem(t, row)),
    moreProblems: Math.max(0, bad.length - mostProblems),
    groups: await Promise.all(groups.slice(0, mostGroups).map((group) => presentGroup(t, group))),
    moreGroups: Math.max(0, groups.length - mostGroups),
    hasMail: canMail(),
  };
}

/** Why a row will not do, in a sentence each. */
export function problemText(t: Translate, { problems }: CheckedRow): string {
  const texts = problems.map((message: Message) =>
    typeof message === 'string' ? t(message) : t(message.key, message.values),
  );
  return texts.join(' ');
}

function presentProblem(t: Translate, row: CheckedRow) {
  return { line: row.line, who: row.name || row.email, text: problemText(t, row) };
}

function presentColumns(t: Translate, { heads, rows }: HeadedTable, columns: Columns) {
  const options = [
    { value: '', label: t('imports.columns.none') },
    ...columnKinds.map((kind) => ({ value: kind, label: t(`imports.columns.${kind}`) })),
  ];
  return heads.map((head, at) => ({
    name: `column_${at}`,
    label: head || t('imports.columns.number', { number: at + 1 }),
    value: columns[at] ?? '',
    example: rows[0]?.cells[at] ?? '',
    options,
  }));
}

/** People who get the same, together. */
function grouped(rows: readonly CheckedRow[]): CheckedRow[][] {
  const groups = new Map<string, CheckedRow[]>();
  for (const row of rows) {
    const ids = (things: readonly { id: number }[]) => things.map(({ id }) => id).sort();
    const key = JSON.stringify([ids(row.roles), ids(row.teams)]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].sort((one, other) => other.length - one.length);
}

async function presentGroup(t: Translate, rows: readonly CheckedRow[]) {
  const roles = rows[0]?.roles ?? [];
  const scopes = await scopesOfRoles(
    'team',
    roles.map((role) => role.id),
  );
  return {
    count: rows.length,
    roles: roles.map((role) => role.name).join(', '),
    teams: (rows[0]?.teams ?? []).map((team) => team.name).join(', '),
    words: inPlainWords(t, 'team', scopes),
    names: rows.slice(0, mostNames).map((row) => row.name),
    more: Math.max(0, rows.length - mostNames),
  };
}
