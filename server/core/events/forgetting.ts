import { containing, table } from '../database/index.js';
import type { EventRow } from './history.js';

/** Somebody whose name goes, as histories know them. */
export interface Forgotten {
  userId: number;
  name: string;
  email: string;
}

/** Events that are read at a time. */
const batchSize = 500;

/**
 * Puts another name in the place of somebody's in every history, as part of the open transaction:
 * where they acted, where it happened to them, and where another event names them.
 */
export async function forgetName(person: Forgotten, formerName: string): Promise<void> {
  await table<EventRow>('events')
    .where({ actor_user_id: person.userId })
    .update({ actor_name: formerName });
  let after = 0;
  for (;;) {
    const rows = (await table<EventRow>('events')
      .where('id', '>', after)
      .where((either) => {
        either
          .where({ subject_type: 'user', subject_id: person.userId })
          .orWhere(containing(['data'], asStored(person.name)))
          .orWhere(containing(['data'], asStored(person.email)));
      })
      .orderBy('id')
      .limit(batchSize)) as EventRow[];
    for (const row of rows) await renameIn(row, person, formerName);
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return;
    after = last.id;
  }
}

async function renameIn(row: EventRow, person: Forgotten, formerName: string): Promise<void> {
  const isAbout = row.subject_type === 'user' && row.subject_id === person.userId;
  const rename = (value: string) =>
    value === person.name || value === person.email ? formerName : value;
  const known = JSON.parse(row.data) as Record<string, unknown>;
  const entries = Object.entries(known).map(([key, value]) => {
    // What they were called at the time, if that was something else.
    if (isAbout && key === 'name') return [key, formerName];
    return [key, typeof value === 'string' ? value.split(', ').map(rename).join(', ') : value];
  });
  const data = JSON.stringify(Object.fromEntries(entries));
  if (data !== row.data) await table<EventRow>('events').where({ id: row.id }).update({ data });
}

function asStored(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
