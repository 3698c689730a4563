import { transaction } from '../../core/database/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import {
  type Actor,
  allowedFor,
  holds,
  isPermission,
  permissionEntry,
  reaches,
  type Scope,
  scopeOf,
} from '../../core/permissions/index.js';
import { lookUpUser } from '../accounts/index.js';
import { isAdmin } from '../roles/index.js';
import { overrideFacts } from './member-facts.policy.js';
import { requireMayChange } from './member-rules.service.js';
import { membershipOverridesChanged } from './memberships.events.js';
import {
  findMembership,
  hasAdminRole,
  type MembershipRow,
  type OverrideRow,
  overridesOf,
  replaceOverrides,
  updateMembership,
} from './memberships.queries.js';

/** Something to allow or deny one person; a denial takes every scope. */
export interface OverrideChoice {
  permission: string;
  effect: 'allow' | 'deny';
  scope: Scope;
  /** Moment (ms UTC) at which it ends by itself, or null. */
  endsAt?: number | null;
}

type StoredOverride = Omit<OverrideRow, 'id' | 'membership_id'>;

/**
 * Sets exactly these overrides for a member (PRODUCT 3.1.1). It counts from their next request on.
 * @throws NotFound, Forbidden (one's own, an Admin's, beyond one's own grants),
 * Invalid {overrides} for what the audience cannot hold.
 */
export async function setOverrides(
  actor: Actor,
  membershipId: number,
  overrides: readonly OverrideChoice[],
): Promise<void> {
  await transaction(async () => {
    const member = await findMembership(actor, membershipId);
    await requireMayChange(actor, member, 'edit');
    if (overrides.length > 0 && (await hasAdminRole(member.id)))
      throw new Invalid({ overrides: 'memberships.errors.admin_has_all' });
    const wanted = overrides.map((override) => checked(member, override));
    const before = await overridesOf(member.id);
    const { set, lifted } = difference(before, wanted);
    if (set.length + lifted.length === 0) return;
    for (const override of set) requireMaySet(actor, member, override);
    for (const override of lifted) requireMayLift(actor, member, override);
    await replaceOverrides(member.id, wanted);
    await updateMembership(member.id);
    await announce(actor, member, { before, wanted, touched: [...set, ...lifted] });
  });
}

function checked(member: MembershipRow, choice: OverrideChoice): StoredOverride {
  const { permission, effect, scope } = choice;
  const ends_at = choice.endsAt ?? null;
  const isKnown = isPermission(permission) && allowedFor(member.audience, permission);
  if (!isKnown) throw new Invalid({ overrides: 'memberships.errors.override' });
  if (effect === 'deny') return { permission, effect, scope: 'none', ends_at };
  if (scope === 'none' || !permissionEntry(permission).scopes.includes(scope))
    throw new Invalid({ overrides: 'memberships.errors.override' });
  return { permission, effect, scope, ends_at };
}

/** What is set or changed, and what is taken away. */
function difference(before: readonly OverrideRow[], after: readonly StoredOverride[]) {
  const told = (row: StoredOverride) =>
    `${row.permission} ${row.effect} ${row.scope} ${row.ends_at}`;
  const old = new Set(before.map(told));
  const fresh = new Set(after.map(told));
  return {
    set: after.filter((row) => !old.has(told(row))),
    lifted: before.filter((row) => !fresh.has(told(row))),
  };
}

function requireMaySet(actor: Actor, member: MembershipRow, override: StoredOverride): void {
  requireReach(actor, member, override, override.effect === 'allow' ? override.scope : 'own');
}

/** Who lifts a denial gives back whatever the roles hold: as far as the permission can reach. */
function requireMayLift(actor: Actor, member: MembershipRow, override: StoredOverride): void {
  if (!isPermission(override.permission)) return;
  const farthest = permissionEntry(override.permission).scopes.at(-1) ?? 'all';
  requireReach(actor, member, override, override.effect === 'deny' ? farthest : 'own');
}

/** Admins set anything; whoever may edit clients anything of theirs; others only what they hold. */
function requireReach(
  actor: Actor,
  member: MembershipRow,
  { permission }: StoredOverride,
  least: Scope,
): void {
  if (isAdmin(actor) || !isPermission(permission)) return;
  if (member.audience === 'client' && holds(actor, 'clients.edit')) return;
  if (reaches(scopeOf(actor, permission), least)) return;
  throw new Forbidden({ key: 'errors.no_permission', values: { permission } });
}

interface OverrideChange {
  before: readonly OverrideRow[];
  wanted: readonly StoredOverride[];
  touched: readonly StoredOverride[];
}

async function announce(
  actor: Actor,
  member: MembershipRow,
  { before, wanted, touched }: OverrideChange,
) {
  const user = await lookUpUser(member.user_id);
  const permissions = [...new Set(touched.map((row) => row.permission))].join(', ');
  await publish(membershipOverridesChanged, {
    actor,
    subject: { type: 'user', id: member.user_id },
    visibility: 'internal',
    data: { name: user?.name ?? '', permissions },
    audit: {
      name: user?.name ?? '',
      before: overrideFacts(before),
      after: overrideFacts(wanted),
    },
  });
}
