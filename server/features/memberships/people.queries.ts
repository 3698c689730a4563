import { containing, everybody, type Knex, keptQuery, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Actor, Hue } from '../../core/permissions/index.js';
import { initials } from '../../core/text/index.js';
import { photoAddress } from '../accounts/index.js';
import { activeMemberships } from './memberships.queries.js';

/** A person as lists and avatars show them. */
export interface Person {
  userId: number;
  name: string;
  initials: string;
  hue: Hue;
  photoUrl: string | null;
}

/** A member of the team to choose in a form. */
export interface TeamOption {
  membershipId: number;
  userId: number;
  name: string;
  hue: Hue;
  photoUrl: string | null;
}

/** People by their id, as a page has looked them up so far. */
export type KnownPeople = Map<number, Person>;

/** What of a user's row makes a person of lists and avatars. */
export interface NamedRow {
  id: number;
  name: string;
  hue: Hue;
  photo_key: string | null;
}

const named = keptQuery<object, { ids: readonly number[] }, NamedRow[]>((_everybody, { ids }) =>
  table<NamedRow>('users')
    .whereIn('id', [...ids])
    .select('id', 'name', 'hue', 'photo_key'),
);

/**
 * The people of these ids, for avatars: one query, however many, and none for those whom the page has
 * looked up before, to whom they are added; unknown ids are left out.
 */
export async function people(
  userIds: readonly number[],
  known: KnownPeople = new Map(),
): Promise<KnownPeople> {
  const ids = [...new Set(userIds)].filter((id) => !known.has(id));
  if (ids.length === 0) return known;
  const rows = await named(everybody, { ids });
  for (const row of rows) known.set(row.id, presentPerson(row));
  return known;
}

/** Whom of many a form offers: at most so many, those a text fits, or those of some memberships. */
export interface OptionSearch {
  find?: string;
  of?: readonly number[];
  most?: number;
}

/** Those of a workspace's team who can be given work, by name: everybody, or whom a search finds. */
export async function listTeamOptions(
  workspaceId: number,
  { find, of, most }: OptionSearch = {},
): Promise<TeamOption[]> {
  const members = activeMemberships(workspaceId).where('memberships.audience', 'team');
  if (of) members.whereIn('memberships.id', [...of]);
  if (find) members.where(containing(['users.name', 'users.email'], find));
  if (most) members.limit(most);
  const rows = (await members
    .orderBy('users.name')
    .orderBy('memberships.id')
    .select(
      'memberships.id as membership_id',
      'users.id',
      'users.name',
      'users.hue',
      'users.photo_key',
    )) as unknown as (NamedRow & { membership_id: number })[];
  return rows.map(({ membership_id, id, name, hue, photo_key }) => ({
    membershipId: membership_id,
    userId: id,
    name,
    hue,
    photoUrl: photoAddress({ id, photo_key }),
  }));
}

/**
 * Whether the actor may know a person by name and portrait: themselves; for the team everybody of
 * the workspace; for a client those who are, or have done something a client may see, in a project
 * the client is assigned to.
 */
export async function mayKnow(actor: Actor, userId: number): Promise<boolean> {
  if (actor.userId === userId) return true;
  const known = table('memberships')
    .where({ workspace_id: actor.workspaceId, user_id: userId })
    .select('id')
    .limit(1);
  if (actor.kind !== 'client') return (await known).length > 0;
  const assigned = await table('project_assignments')
    .whereIn('project_id', liveProjectsOf(actor.membershipId))
    .whereIn('membership_id', table('memberships').where({ user_id: userId }).select('id'))
    .where(notEnded)
    .select('project_assignments.id')
    .limit(1);
  if (assigned.length > 0) return true;
  const seen = await table('events')
    .whereIn('project_id', liveProjectsOf(actor.membershipId))
    .where({ actor_user_id: userId, visibility: 'client' })
    .select('events.id')
    .limit(1);
  return seen.length > 0;
}

/** Whether two members are on a common project. */
export async function sharesProject(membershipId: number, otherId: number): Promise<boolean> {
  const rows = await table('project_assignments')
    .where({ membership_id: otherId })
    .where(notEnded)
    .whereIn('project_id', liveProjectsOf(membershipId))
    .select('id')
    .limit(1);
  return rows.length > 0;
}

function liveProjectsOf(membershipId: number): Knex.QueryBuilder {
  return table('project_assignments')
    .where({ membership_id: membershipId })
    .where(notEnded)
    .whereIn('project_id', table('projects').whereNull('deleted_at').select('id'))
    .select('project_id');
}

function notEnded(rows: Knex.QueryBuilder): void {
  rows.whereNull('project_assignments.ends_at').orWhere('project_assignments.ends_at', '>', now());
}

/** Somebody as lists and avatars show them. */
export function presentPerson(row: NamedRow): Person {
  return {
    userId: row.id,
    name: row.name,
    initials: initials(row.name),
    hue: row.hue,
    photoUrl: photoAddress(row),
  };
}
