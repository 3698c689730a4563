import type { Facts } from '../../core/audit/index.js';
import { hashToken } from '../../core/crypto/index.js';
import { lockRows, transaction } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { type AuditedAnnouncement, publish, publishAll } from '../../core/events/index.js';
import { Conflict, Forbidden, NotFound } from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { lookUpUsers, siteAddress, type UserRow } from '../accounts/index.js';
import {
  findMemberships,
  listGrants,
  listOverridesOf,
  type MembershipRow,
  requireMayGrant,
  rolesHeldBy,
} from '../memberships/index.js';
import { isAdmin, type RoleRow, rolesOf } from '../roles/index.js';
import { namesAlong } from './companions.queries.js';
import { invitationEmails } from './invitations.emails.js';
import { invitationRevoked, invitationSent } from './invitations.events.js';
import {
  insertInvitations,
  invitedBefore,
  markRevoked,
  newestInvitations,
} from './invitations.queries.js';
import { type InvitationStatus, invitationStatus } from './invitations.status.js';
import { invitationToken } from './invitations.token.js';
import { companyNames, projectNamesOf, teamNamesOf } from './letters.queries.js';

/** A link works for this long (PRODUCT 5). */
const life = 7 * day;

/**
 * Invites a pending member: makes a link that works once for 7 days and queues the mail, in one
 * transaction. Earlier links of this member die. The link is returned for copying.
 * @throws Forbidden when the actor may not add such people, or the member holds more than the
 * actor may give: the link would lend it to them. Conflict when nobody waits for an invitation.
 */
export async function invite(actor: Actor, membershipId: number): Promise<{ link: string }> {
  const [link = ''] = await inviteAll(actor, [membershipId]);
  return { link };
}

/**
 * Invites many as invite() does one, with few statements; returns their links in the same order.
 * @throws as invite() does.
 */
export async function inviteAll(actor: Actor, membershipIds: readonly number[]): Promise<string[]> {
  return transaction(async () => {
    const invited = await requireMayInvite(actor, membershipIds);
    if (invited.some(({ member }) => member.status !== 'pending'))
      throw new Conflict('invitations.errors.not_pending');
    await lockRows('memberships', membershipIds);
    const before = await invitedBefore(membershipIds);
    await markRevoked([...before], now());
    const links = await store(actor, invited);
    await publishAll(
      invitationSent,
      invited.map(({ member, user, roles }) => {
        const names = roles.map((role) => role.name);
        return announced(actor, user, {
          data: { name: user.name, roles: names.join(', ') },
          action: before.has(member.id) ? 'invitation.resent' : 'invitation.sent',
          after: { email: user.email, roles: names },
        });
      }),
    );
    return links;
  });
}

/**
 * Takes back the open invitations of a member.
 * @throws Forbidden, NotFound
 */
export async function revoke(actor: Actor, membershipId: number): Promise<void> {
  await transaction(async () => {
    const [found] = await requireMayInvite(actor, [membershipId]);
    const revoked = await markRevoked([membershipId], now());
    if (!found || revoked === 0) return;
    const { name, email } = found.user;
    const told = announced(actor, found.user, { data: { name }, before: { email } });
    await publish(invitationRevoked, told);
  });
}

/** Kills the open invitations of a member, as part of a change that was allowed already. */
export async function revokeInvitations(membershipId: number): Promise<void> {
  await markRevoked([membershipId], now());
}

/** The status of the newest invitation of each of some memberships; one query. */
export async function statusOf(
  membershipIds: readonly number[],
): Promise<Map<number, InvitationStatus>> {
  if (membershipIds.length === 0) return new Map();
  const rows = await newestInvitations(membershipIds);
  return new Map(rows.map((row) => [row.membership_id, invitationStatus(row)]));
}

/** Somebody who is invited, with the roles that wait for them. */
interface Invited {
  member: MembershipRow;
  user: UserRow;
  roles: readonly RoleRow[];
}

async function requireMayInvite(
  actor: Actor,
  membershipIds: readonly number[],
): Promise<Invited[]> {
  const members = await findMemberships(actor, membershipIds);
  for (const audience of new Set(members.map((member) => member.audience))) {
    const permission = audience === 'team' ? 'users.create' : 'clients.create';
    if (!holds(actor, permission))
      throw new Forbidden({ key: 'errors.no_permission', values: { permission } });
  }
  const users = await lookUpUsers(members.map((member) => member.user_id));
  const held = await rolesHeldBy(membershipIds);
  const roleIds = [...held.values()].flat().map((row) => row.role_id);
  const roles = await rolesOf(actor.workspaceId, [...new Set(roleIds)]);
  await requireMayGrant(actor, roles);
  const overridden = new Set(
    (await listOverridesOf(membershipIds)).map((row) => row.membership_id),
  );
  const hasMore = members.some(({ id, audience }) => audience === 'team' && overridden.has(id));
  if (hasMore && !isAdmin(actor)) throw new Forbidden('memberships.errors.only_admins');
  return members.map((member) => {
    const user = users.get(member.user_id);
    if (!user) throw new NotFound();
    const ids = new Set(held.get(member.id)?.map((row) => row.role_id));
    return { member, user, roles: roles.filter(({ id }) => ids.has(id)) };
  });
}

async function store(actor: Actor, invited: readonly Invited[]): Promise<string[]> {
  const moment = now();
  const expiresAt = moment + life;
  const tokens = invited.map(({ user }) => invitationToken(user.email));
  const links = tokens.map((token) => siteAddress(`/invitations/${token}`));
  const around = await surroundingsOf(invited);
  const outboxIds = await invitationEmails(
    invited.map(({ member, user, roles }, at) => ({
      user,
      member,
      link: links[at] ?? '',
      expiresAt,
      inviter: actor.name,
      roles: roles.map((role) => role.name),
      ...around(member),
    })),
  );
  await insertInvitations(
    invited.map(({ member }, at) => ({
      workspace_id: member.workspace_id,
      membership_id: member.id,
      token_hash: hashToken(tokens[at] ?? ''),
      status: 'waiting',
      created_by_user_id: actor.kind === 'system' ? null : actor.userId,
      created_at: moment,
      expires_at: expiresAt,
      opened_at: null,
      accepted_at: null,
      revoked_at: null,
      outbox_id: outboxIds[at] ?? null,
    })),
  );
  return links;
}

/** What letters say besides: asked once for all, told for each. */
async function surroundingsOf(invited: readonly Invited[]) {
  const members = invited.map(({ member }) => member);
  const ids = members.map((member) => member.id);
  const teams = await teamNamesOf(ids);
  const projects = await projectNamesOf(ids);
  const places = await namesAlong(members);
  const grants = await listGrants(members);
  const companies = await companyNames(members.flatMap((member) => member.company_id ?? []));
  return ({ id, company_id }: MembershipRow) => ({
    teams: teams.get(id) ?? [],
    projects: projects.get(id) ?? [],
    places: places.get(id) ?? [],
    grants: grants.get(id) ?? new Map(),
    company: company_id === null ? undefined : companies.get(company_id),
  });
}

interface Told<Data> {
  data: Data;
  action?: 'invitation.sent' | 'invitation.resent';
  before?: Facts;
  after?: Facts;
}

function announced<Data>(
  actor: Actor,
  user: UserRow,
  { data, ...told }: Told<Data>,
): AuditedAnnouncement<Data> {
  const subject = { type: 'user', id: user.id };
  return { actor, subject, visibility: 'internal', data, audit: { name: user.name, ...told } };
}
