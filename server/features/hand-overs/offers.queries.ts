import type { Actor } from '../../core/permissions/index.js';
import { listOpenHandOvers, namesOf } from './hand-overs.queries.js';
import { type Held, type Holder, heldWork, type TakerSearch } from './held-work.port.js';

/** What somebody holds of one kind. */
export interface HeldKind extends Held {
  kind: string;
}

/** What somebody holds, by kind; kinds of which there is nothing are left out. */
export async function listHeld(
  actor: Actor,
  holder: Holder,
  wantedOf: (kind: string) => TakerSearch,
): Promise<HeldKind[]> {
  const found: HeldKind[] = [];
  for (const { kind, list } of heldWork()) {
    const held = await list(actor, holder, wantedOf(kind));
    if (held.count > 0) found.push({ kind, ...held });
  }
  return found;
}

/** How much of one kind can be given back, and the names of those who have it now. */
export interface ReturnableKind {
  kind: string;
  count: number;
  names: string[];
}

/** What can be given back to somebody who returns, by kind; of which there is nothing, left out. */
export async function listReturnable(actor: Actor, holder: Holder): Promise<ReturnableKind[]> {
  const ids = await listOpenHandOvers(holder.membershipId);
  const found: ReturnableKind[] = [];
  if (ids.length === 0) return found;
  for (const { kind, returnable } of heldWork()) {
    const { count, receiverIds } = await returnable(actor, holder, ids);
    if (count > 0) found.push({ kind, count, names: await namesOf(receiverIds) });
  }
  return found;
}
