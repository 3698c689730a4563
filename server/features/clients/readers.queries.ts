import { type Query, raw } from '../../core/database/index.js';
import { type Actor, holds, scopeOf } from '../../core/permissions/index.js';
import type { Sight } from '../../core/subjects/index.js';
import { type MembershipRow, seers } from '../memberships/index.js';
import { clientReach } from './reach.policy.js';

/** Names that are written out; the ledger has them all. */
const namesShown = 3;

/** The contacts who read along, besides the actor. */
export interface Readers {
  /** The first of them by name, of those whom the actor may know. */
  names: string[];
  /** How many there are besides those named. */
  more: number;
}

/** A row of readerRows(). */
export interface ReaderRow {
  name: string;
  is_known: number;
  total: number;
}

/** Nobody. */
export const noReaders: Readers = { names: [], more: 0 };

/**
 * Leaves only people whom an actor may know by name (PRODUCT 3.2): those they share a project
 * with, the team for who has users.view, and contacts as far as clients.view reaches.
 */
export function knownBy(actor: Actor) {
  return (rows: Query<MembershipRow>): void => {
    rows
      .where('memberships.id', actor.membershipId)
      .orWhereIn('memberships.id', clientReach().contactIds(actor));
    if (actor.kind === 'client') return;
    if (holds(actor, 'users.view')) rows.orWhere('memberships.audience', 'team');
    if (scopeOf(actor, 'clients.view') === 'all') rows.orWhere('memberships.audience', 'client');
  };
}

/** Who of the clients reads along, besides the actor: one query. */
export async function listReaders(actor: Actor, sight: Sight): Promise<Readers> {
  return readersFrom(await readerRows(actor, sight));
}

/** The query of listReaders(), for rooms that keep it. */
export function readerRows(actor: Actor, sight: Sight): Query<ReaderRow> {
  const isKnown = knows(actor);
  return seers(sight, 'client')
    .whereNot('memberships.id', actor.membershipId)
    .orderByRaw('2 desc')
    .orderBy('users.name')
    .orderBy('memberships.id')
    .limit(namesShown)
    .select('users.name', isKnown, raw('count(*) over () as total')) as unknown as Query<ReaderRow>;
}

/** What the rows of readerRows() say. */
export function readersFrom(rows: readonly ReaderRow[]): Readers {
  const names = rows.filter((row) => Number(row.is_known) === 1).map((row) => row.name);
  return { names, more: Number(rows[0]?.total ?? 0) - names.length };
}

/** 1 or 0: whether the actor may know this contact by name. */
function knows(actor: Actor) {
  if (scopeOf(actor, 'clients.view') === 'all') return raw('1 as is_known');
  const met = clientReach().contactIds(actor);
  return raw('case when memberships.id in ? then 1 else 0 end as is_known', [met as never]);
}
