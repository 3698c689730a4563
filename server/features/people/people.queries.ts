import { containing, type Page, paginate, type Query, raw } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { visibleContacts } from '../clients/index.js';
import type { MembershipRow } from '../memberships/index.js';
import { isSuperAdmin } from '../roles/index.js';
import { memberIdsOf } from '../teams/index.js';
import { listWorkspacesInUse } from '../workspaces/index.js';
import type { PeopleFilter, PersonSort, PersonStatus } from './people.filters.js';
import { usersIn, visibleMembers } from './people.policy.js';

/** Somebody of the workspace: a login with their membership. */
export interface PersonRow {
  user_id: number;
  membership_id: number;
  audience: 'team' | 'client';
  name: string;
  email: string;
  phone: string | null;
  job_title: string | null;
  user_status: 'pending' | 'active' | 'inactive';
  membership_status: 'pending' | 'active' | 'suspended';
  ends_at: number | null;
  created_at: number;
  last_sign_in_at: number | null;
  /** Since when a password alone does not let them in, or null. */
  second_factor_at: number | null;
  company_id: number | null;
  company_name: string | null;
}

/** One page of the team. */
export function listMembers(actor: Actor, filter: PeopleFilter): Promise<Page<PersonRow>> {
  return listPeople(actor, visibleMembers(actor), filter);
}

/** One page of the clients' contacts. */
export function listContacts(actor: Actor, filter: PeopleFilter): Promise<Page<PersonRow>> {
  return listPeople(actor, visibleContacts(actor), filter);
}

/** The other workspaces in use that the actor may narrow a list by: all for a Super Admin, else none. */
export async function listOtherWorkspaces(actor: Actor): Promise<{ id: number; name: string }[]> {
  if (!isSuperAdmin(actor)) return [];
  const others = (await listWorkspacesInUse()).filter(({ id }) => id !== actor.workspaceId);
  return others.map(({ id, name }) => ({ id, name }));
}

/** Somebody of the team. @throws NotFound for who may not see them, and for a client's contact. */
export function findMember(actor: Actor, userId: number): Promise<PersonRow> {
  return findPerson(visibleMembers(actor), userId);
}

/** Somebody of the team, or nobody. */
export async function lookUpMember(actor: Actor, userId: number): Promise<PersonRow | undefined> {
  const person = await personRows(visibleMembers(actor))
    .where('memberships.user_id', userId)
    .first();
  return person as PersonRow | undefined;
}

/** A client's contact. @throws NotFound for who may not see them, and for a member of the team. */
export function findContact(actor: Actor, userId: number): Promise<PersonRow> {
  return findPerson(visibleContacts(actor), userId);
}

/** The contacts of one company that the actor may see, by name; at most a hundred. */
export async function listCompanyContacts(actor: Actor, companyId: number): Promise<PersonRow[]> {
  const rows = personRows(visibleContacts(actor))
    .where('memberships.company_id', companyId)
    .orderBy('users.name')
    .orderBy('memberships.id')
    .limit(100);
  return (await rows) as PersonRow[];
}

async function findPerson(base: Query<MembershipRow>, userId: number): Promise<PersonRow> {
  const person = await personRows(base).where('memberships.user_id', userId).first();
  if (!person) throw new NotFound();
  return person as PersonRow;
}

/**
 * The memberships of the team that a filter lets through, in the order of the page; at most so
 * many. Its page counts for nothing.
 */
export function listMemberIds(actor: Actor, filter: PeopleFilter, most: number) {
  return idsOf(filtered(actor, visibleMembers(actor), filter).limit(most));
}

/** Those of the clients' contacts, as listMemberIds() lists the team's. */
export function listContactIds(actor: Actor, filter: PeopleFilter, most: number) {
  return idsOf(filtered(actor, visibleContacts(actor), filter).limit(most));
}

/** Those of some memberships that the actor may see in the team, in the order of the memberships. */
export function listMembersOf(actor: Actor, membershipIds: readonly number[]) {
  return thoseOf(visibleMembers(actor), membershipIds);
}

/** Those of some memberships that the actor may see as contacts, in the order of the memberships. */
export function listContactsOf(actor: Actor, membershipIds: readonly number[]) {
  return thoseOf(visibleContacts(actor), membershipIds);
}

async function idsOf(rows: PromiseLike<object[]>): Promise<number[]> {
  return ((await rows) as PersonRow[]).map((row) => row.membership_id);
}

async function thoseOf(
  base: Query<MembershipRow>,
  membershipIds: readonly number[],
): Promise<PersonRow[]> {
  const rows = personRows(base).whereIn('memberships.id', [...membershipIds]);
  const found = new Map(((await rows) as PersonRow[]).map((row) => [row.membership_id, row]));
  return membershipIds.flatMap((id) => found.get(id) ?? []);
}

function listPeople(
  actor: Actor,
  base: Query<MembershipRow>,
  filter: PeopleFilter,
): Promise<Page<PersonRow>> {
  return paginate(filtered(actor, base, filter), { page: filter.page, perPage: 25 });
}

function filtered(
  actor: Actor,
  base: Query<MembershipRow>,
  filter: PeopleFilter,
): Query<PersonRow> {
  const rows = personRows(base);
  if (filter.search)
    rows.where(containing(['users.name', 'users.email', 'companies.name'], filter.search));
  if (filter.status) narrowTo(rows, filter.status);
  if (filter.companyId) rows.where('memberships.company_id', filter.companyId);
  if (filter.roleId) withRole(rows, filter.roleId);
  if (filter.workspaceId && isSuperAdmin(actor))
    rows.whereIn('memberships.user_id', usersIn(filter.workspaceId));
  if (filter.secondFactor === 'on') rows.whereNotNull('users.second_factor_at');
  if (filter.secondFactor === 'off') rows.whereNull('users.second_factor_at');
  if (filter.teamId) rows.whereIn('memberships.id', memberIdsOf(filter.teamId));
  const direction = filter.isDescending ? 'desc' : 'asc';
  rows.orderByRaw(`${orders[filter.sort]} ${direction}`);
  // Half of all people stand level there.
  if (filter.sort === 'second_factor') rows.orderByRaw('lower(users.name)');
  rows.orderBy('memberships.id', direction);
  return rows;
}

/** Engines disagree where NULL stands in an order, so there is none in it. */
const orders: Record<PersonSort, string> = {
  name: 'lower(users.name)',
  email: 'users.email_key',
  company: "lower(coalesce(companies.name, ''))",
  second_factor: 'case when users.second_factor_at is null then 1 else 0 end',
  seen: 'coalesce(users.last_sign_in_at, 0)',
};

/** The people of some memberships, with everything that lists and pages say of them. */
export function personRows(base: Query<MembershipRow>): Query<PersonRow> {
  return base
    .join('users', 'users.id', 'memberships.user_id')
    .leftJoin('companies', 'companies.id', 'memberships.company_id')
    .select(
      'memberships.user_id',
      'memberships.id as membership_id',
      'memberships.audience',
      'memberships.status as membership_status',
      'memberships.company_id',
      'memberships.ends_at',
      'memberships.created_at',
      'companies.name as company_name',
      'users.name',
      'users.email',
      'users.phone',
      'users.job_title',
      'users.status as user_status',
      'users.last_sign_in_at',
      'users.second_factor_at',
    ) as unknown as Query<PersonRow>;
}

function narrowTo(rows: Query<PersonRow>, status: PersonStatus): void {
  if (status === 'inactive') {
    rows.where((either) => {
      either.where('users.status', 'inactive').orWhere('memberships.status', 'suspended');
    });
    return;
  }
  rows.whereNot('memberships.status', 'suspended');
  rows.where('users.status', status === 'invited' ? 'pending' : 'active');
}

function withRole(rows: Query<PersonRow>, roleId: number): void {
  rows.whereExists((roles) => {
    roles
      .select(raw('1'))
      .from('membership_roles')
      .where('membership_roles.membership_id', raw('memberships.id'))
      .where('membership_roles.role_id', roleId)
      .where((live) => {
        live.whereNull('membership_roles.ends_at').orWhere('membership_roles.ends_at', '>', now());
      });
  });
}
