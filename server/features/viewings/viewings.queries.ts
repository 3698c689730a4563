import { everybody, insertRow, keptQuery, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';

/** Somebody who looks at the product as somebody else. */
export interface ViewingRow {
  id: number;
  workspace_id: number;
  viewer_user_id: number;
  viewed_user_id: number;
  /** The role whose holder they look as, or null. */
  role_id: number | null;
  /** What they look as: the name of the person or of the role. */
  subject_name: string;
  begun_at: number;
  ends_at: number;
}

/** Viewings that are ended in one go. */
const batchSize = 200;

/** Stores a viewing that begins. */
export function insertViewing(row: Omit<ViewingRow, 'id'>): Promise<number> {
  return insertRow('viewings', { ...row });
}

const openOnes = keptQuery<object, { id: number }, number[]>((_everybody, { id }) =>
  table<ViewingRow>('viewings').where({ id }).pluck('id'),
);

/** Whether a viewing has not been ended. */
export async function isOpen(id: number): Promise<boolean> {
  return (await openOnes(everybody, { id })).length > 0;
}

/** A viewing that has not been ended. */
export async function lookUpViewing(id: number): Promise<ViewingRow | undefined> {
  return (await table<ViewingRow>('viewings').where({ id }).first()) as ViewingRow | undefined;
}

/** Takes a viewing away; says false when somebody else has done so already. */
export async function deleteViewing(id: number): Promise<boolean> {
  return Number(await table<ViewingRow>('viewings').where({ id }).delete()) === 1;
}

/** Viewings whose time is over and whose viewers have not come back, with who they are. */
export async function listForgotten(): Promise<(ViewingRow & { viewer_name: string })[]> {
  const rows = await table('viewings')
    .join('users', 'users.id', 'viewings.viewer_user_id')
    .where('viewings.ends_at', '<=', now())
    .orderBy('viewings.ends_at')
    .limit(batchSize)
    .select('viewings.*', 'users.name as viewer_name');
  return rows as unknown as (ViewingRow & { viewer_name: string })[];
}

/** Drops the viewings of somebody, and those in which others look as them. */
export async function forgetViewings(userId: number): Promise<void> {
  await table<ViewingRow>('viewings')
    .where({ viewed_user_id: userId })
    .orWhere({ viewer_user_id: userId })
    .delete();
}
