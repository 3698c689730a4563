import type { Fact, Facts } from '../../core/audit/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { workGivenBack, workHandedOver } from './hand-overs.events.js';
import {
  closeHandOvers,
  deleteHandOver,
  deleteHandOversOf,
  insertHandOver,
  listOpenHandOvers,
  usersOf,
} from './hand-overs.queries.js';
import { type Holder, heldWork, type Passed, type Wishes } from './held-work.port.js';

/** How much went to others and to nobody, of all that could have. */
export interface PassedOn {
  given: number;
  released: number;
  /** What stays with the holder, of what the actor might have given to others. */
  left: number;
}

/**
 * Passes somebody's work on within the open transaction: what is still theirs and the actor may
 * give to others. What the actor does not see stays as it is.
 * @throws Invalid with the field of a wish that cannot be met.
 */
export async function passOn(actor: Actor, holder: Holder, wishes: Wishes): Promise<PassedOn> {
  if ([...wishes.values()].every((wish) => wish === 'leave'))
    return { given: 0, released: 0, left: 0 };
  const handOverId = await insertHandOver({
    workspace_id: actor.workspaceId,
    membership_id: holder.membershipId,
    made_by_user_id: actor.kind === 'system' ? null : actor.userId,
    created_at: now(),
    closed_at: null,
  });
  const passed = new Map<string, Passed>();
  for (const work of heldWork())
    passed.set(work.kind, await work.pass(actor, holder, { handOverId, wishes }));
  const sum = sumOf([...passed.values()]);
  if (sum.given + sum.released === 0) await deleteHandOver(handOverId);
  else await announce(actor, holder, { handOverId, passed });
  return sum;
}

/**
 * Gives somebody back, within the open transaction, what is still with those who received it;
 * returns how much that was. Whatever is not given back now never is.
 */
export async function giveBack(actor: Actor, holder: Holder): Promise<number> {
  const ids = await listOpenHandOvers(holder.membershipId);
  if (ids.length === 0) return 0;
  let given = 0;
  const after: Record<string, Fact> = {};
  for (const work of heldWork()) {
    const count = await work.giveBack(actor, holder, ids);
    if (count > 0) after[`returned_${work.kind}`] = count;
    given += count;
  }
  await closeHandOvers(ids, now());
  if (given === 0) return 0;
  await publish(workGivenBack, {
    actor,
    subject: { type: 'user', id: holder.userId },
    visibility: 'internal',
    data: { name: holder.name },
    audit: { name: holder.name, after },
  });
  return given;
}

/** Somebody returned without what others received: it stays where it is. */
export async function keepHandedOver(holder: Pick<Holder, 'membershipId'>): Promise<void> {
  await closeHandOvers(await listOpenHandOvers(holder.membershipId), now());
}

/** Forgets what was passed on from somebody who is erased; who works on it now goes on. */
export async function forgetHandOvers(userId: number): Promise<void> {
  await deleteHandOversOf(userId);
}

function sumOf(passed: readonly Passed[]): PassedOn {
  const gone = passed.flatMap((one) => one.gone);
  const count = (parts: Passed['gone']) => parts.reduce((sum, { ids }) => sum + ids.length, 0);
  const given = count(gone.filter(({ receiverId }) => receiverId !== null));
  const released = count(gone.filter(({ receiverId }) => receiverId === null));
  const held = passed.reduce((sum, one) => sum + one.held, 0);
  return { given, released, left: held - given - released };
}

async function announce(
  actor: Actor,
  holder: Holder,
  { handOverId, passed }: { handOverId: number; passed: ReadonlyMap<string, Passed> },
): Promise<void> {
  const gone = [...passed.values()].flatMap((one) => one.gone);
  const receiverIds = [...new Set(gone.flatMap(({ receiverId }) => receiverId ?? []))];
  const numbers = await usersOf(receiverIds);
  const before: Record<string, Fact> = {};
  const after: Record<string, Fact> = {};
  for (const [kind, one] of passed) {
    const left = one.held - one.gone.reduce((sum, { ids }) => sum + ids.length, 0);
    before[`held_${kind}`] = one.held;
    Object.assign(after, { [`held_${kind}`]: left }, factsOf(kind, one, numbers));
  }
  await publish(workHandedOver, {
    actor,
    subject: { type: 'user', id: holder.userId },
    visibility: 'internal',
    data: { name: holder.name, handOverId, receiverIds },
    audit: { name: holder.name, before, after },
  });
}

/** By numbers alone: the trail is never rewritten, and names may have to go. */
function factsOf(kind: string, { gone }: Passed, numbers: ReadonlyMap<number, number>): Facts {
  const given = gone.flatMap(({ receiverId, ids }) =>
    receiverId === null ? [] : [`${numbers.get(receiverId)}: ${ids.join(', ')}`],
  );
  const released = gone.flatMap(({ receiverId, ids }) => (receiverId === null ? ids : []));
  return {
    ...(given.length > 0 ? { [`given_${kind}`]: given.join('; ') } : {}),
    ...(released.length > 0 ? { [`released_${kind}`]: released.join(', ') } : {}),
  };
}
