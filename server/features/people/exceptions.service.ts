import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { Invalid } from '../../core/http/index.js';
import {
  type Actor,
  type Permission,
  permissionEntry,
  type Scope,
} from '../../core/permissions/index.js';
import { type OverrideChoice, overridesOf, setOverrides } from '../memberships/index.js';
import type { PersonRow } from './people.queries.js';

/** Something that one person may or may not do, whatever their roles say. */
export interface Exception {
  permission: Permission;
  /** How far they may, or never. */
  reach: 'never' | Exclude<Scope, 'none'>;
  /** Moment (ms UTC) at which it ends by itself, or null. */
  endsAt: number | null;
}

/**
 * Allows or denies somebody one permission besides their roles, in place of what was set for it
 * before. It counts from their next request on.
 * @throws NotFound, Forbidden as setOverrides(); Invalid {reach} for a scope that the permission
 * does not know, {until} for a moment that is over.
 */
export async function setException(
  actor: Actor,
  person: PersonRow,
  exception: Exception,
): Promise<void> {
  const { permission, reach, endsAt } = exception;
  if (reach !== 'never' && !permissionEntry(permission).scopes.includes(reach))
    throw new Invalid({ reach: 'people.exceptions.errors.reach' });
  if (endsAt !== null && endsAt <= now())
    throw new Invalid({ until: 'people.exceptions.errors.until' });
  await change(actor, person, permission, {
    permission,
    effect: reach === 'never' ? 'deny' : 'allow',
    scope: reach === 'never' ? 'none' : reach,
    endsAt,
  });
}

/** Takes away what was set for somebody: from then on their roles alone decide. @throws as setException() */
export function liftException(
  actor: Actor,
  person: PersonRow,
  permission: Permission,
): Promise<void> {
  return change(actor, person, permission);
}

/** Two changes at the same moment come one after another, so that neither takes the other back. */
async function change(
  actor: Actor,
  person: PersonRow,
  permission: Permission,
  choice?: OverrideChoice,
): Promise<void> {
  await transaction(async () => {
    await lockRow('memberships', person.membership_id);
    const kept = (await overridesOf(person.membership_id))
      .filter((row) => row.permission !== permission)
      .map((row) => ({ ...row, endsAt: row.ends_at }));
    await setOverrides(actor, person.membership_id, choice ? [...kept, choice] : kept);
  });
}
