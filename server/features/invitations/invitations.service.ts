import type { Facts } from '../../core/audit/index.js';
import { hashToken } from '../../core/crypto/index.js';
import { lockRow, table, transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { type AuditedKind, publish } from '../../core/events/index.js';
import { Conflict, Forbidden, NotFound } from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { lookUpUser, siteAddress, type UserRow } from '../accounts/index.js';
import {
  findMembership,
  loadActor,
  type MembershipRow,
  overridesOf,
  requireMayGrant,
  rolesHeld,
} from '../memberships/index.js';
import { isAdmin, type RoleRow, rolesOf } from '../roles/index.js';
import { namesAlong } from './companions.queries.js';
import { invitationEmail } from './invitations.emails.js';
import { invitationRevoked, invitationSent } from './invitations.events.js';
import { insertInvitation, markRevoked, newestInvitations } from './invitations.queries.js';
import { type InvitationStatus, invitationStatus } from './invitations.status.js';
import { invitationToken } from './invitations.token.js';

/** A link works for this long (PRODUCT 5). */
const life = 7 * day;

/**
 * Invites a pending member: makes a link that works once for 7 days and queues the mail, in one
 * transaction. Earlier links of this member die. The link is returned for copying.
 * @throws Forbidden when the actor may not add such people, or the member holds more than the
 * actor may give: the link would lend it to them. Conflict when nobody waits for an invitation.
 */
export async function invite(actor: Actor, membershipId: number): Promise<{ link: string }> {
  return transaction(async () => {
    const { member, user, roles } = await requireMayInvite(actor, membershipId);
    if (member.status !== 'pending') throw new Conflict('invitations.errors.not_pending');
    await lockRow('memberships', member.id);
    const isAnew = (await newestInvitations([member.id])).length > 0;
    await markRevoked(member.id, now());
    const link = await store({ actor, member, user, roles });
    const names = roles.map((role) => role.name);
    await announce(invitationSent, actor, user, {
      data: { name: user.name, roles: names.join(', ') },
      action: isAnew ? 'invitation.resent' : 'invitation.sent',
      after: { email: user.email, roles: names },
    });
    return { link };
  });
}

/**
 * Takes back the open invitations of a member.
 * @throws Forbidden, NotFound
 */
export async function revoke(actor: Actor, membershipId: number): Promise<void> {
  await transaction(async () => {
    const { member, user } = await requireMayInvite(actor, membershipId);
    const revoked = await markRevoked(member.id, now());
    if (revoked === 0) return;
    await announce(invitationRevoked, actor, user, {
      data: { name: user.name },
      before: { email: user.email },
    });
  });
}

/** Kills the open invitations of a member, as part of a change that was allowed already. */
export async function revokeInvitations(membershipId: number): Promise<void> {
  await markRevoked(membershipId, now());
}

/** The status of the newest invitation of each of some memberships; one query. */
export async function statusOf(
  membershipIds: readonly number[],
): Promise<Map<number, InvitationStatus>> {
  if (membershipIds.length === 0) return new Map();
  const rows = await newestInvitations(membershipIds);
  return new Map(rows.map((row) => [row.membership_id, invitationStatus(row)]));
}

async function requireMayInvite(actor: Actor, membershipId: number) {
  const member = await findMembership(actor, membershipId);
  const permission = member.audience === 'team' ? 'users.create' : 'clients.create';
  if (!holds(actor, permission))
    throw new Forbidden({ key: 'errors.no_permission', values: { permission } });
  const user = await lookUpUser(member.user_id);
  if (!user) throw new NotFound();
  const held = await rolesHeld(member.id);
  const roles = await rolesOf(
    member.workspace_id,
    held.map((row) => row.role_id),
  );
  await requireMayGrant(actor, roles);
  const hasMore = member.audience === 'team' && (await overridesOf(member.id)).length > 0;
  if (hasMore && !isAdmin(actor)) throw new Forbidden('memberships.errors.only_admins');
  return { member, user, roles };
}

interface Invited {
  actor: Actor;
  member: MembershipRow;
  user: UserRow;
  roles: readonly RoleRow[];
}

async function store({ actor, member, user, roles }: Invited): Promise<string> {
  const token = invitationToken(user.email);
  const link = siteAddress(`/invitations/${token}`);
  const moment = now();
  const expiresAt = moment + life;
  const outbox_id = await invitationEmail({
    user,
    member,
    link,
    expiresAt,
    inviter: actor.name,
    roles: roles.map((role) => role.name),
    teams: await teamNames(member.id),
    projects: await projectNames(member.id),
    places: await namesAlong(user.id, member.id),
    invited: await loadActor(user.id, member.workspace_id, 'mail'),
    company: await companyName(member.company_id),
  });
  await insertInvitation({
    workspace_id: member.workspace_id,
    membership_id: member.id,
    token_hash: hashToken(token),
    status: 'waiting',
    created_by_user_id: actor.kind === 'system' ? null : actor.userId,
    created_at: moment,
    expires_at: expiresAt,
    opened_at: null,
    accepted_at: null,
    revoked_at: null,
    outbox_id,
  });
  return link;
}

/** Names of the projects a member starts with. */
export async function projectNames(membershipId: number): Promise<string[]> {
  return (await table('project_assignments')
    .join('projects', 'projects.id', 'project_assignments.project_id')
    .where('project_assignments.membership_id', membershipId)
    .whereNull('projects.deleted_at')
    .whereNull('projects.archived_at')
    .orderBy('projects.name')
    .limit(20)
    .pluck('projects.name')) as string[];
}

/** Names of the teams a member starts in. */
export async function teamNames(membershipId: number): Promise<string[]> {
  return (await table('team_members')
    .join('teams', 'teams.id', 'team_members.team_id')
    .where('team_members.membership_id', membershipId)
    .orderBy('teams.name_key')
    .limit(20)
    .pluck('teams.name')) as string[];
}

async function companyName(id: number | null): Promise<string | undefined> {
  if (id === null) return undefined;
  const found = await table('companies').where({ id }).first('name');
  return (found as { name: string } | undefined)?.name;
}

interface Told<Data> {
  data: Data;
  action?: 'invitation.sent' | 'invitation.resent';
  before?: Facts;
  after?: Facts;
}

async function announce<Data>(
  kind: AuditedKind<Data>,
  actor: Actor,
  user: UserRow,
  { data, ...told }: Told<Data>,
) {
  const subject = { type: 'user', id: user.id };
  const audit = { name: user.name, ...told };
  await publish(kind, { actor, subject, visibility: 'internal', data, audit });
}
