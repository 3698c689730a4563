import { everybody, insertRows, keptQuery, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type { Actor, Audience, Hue } from '../../core/permissions/index.js';
import { visibleContacts } from '../clients/index.js';
import { type KnownPeople, presentPerson } from '../memberships/index.js';
import { type AssignmentRow, isLive } from './projects.policy.js';

/** Somebody on a project, as avatars and lists show them. */
export interface ProjectPerson {
  membershipId: number;
  userId: number;
  companyId: number | null;
  name: string;
  initials: string;
  hue: Hue;
  photoUrl: string | null;
  /** Kept out: shown where work is still theirs, and offered nowhere. */
  isDeactivated?: boolean;
}

/** Everybody on a project: the team and the clients' contacts, each by name. */
export interface ProjectPeople {
  team: ProjectPerson[];
  clients: ProjectPerson[];
  /** Those of the team who are on it but kept out: suspended here or deactivated everywhere. */
  deactivated: ProjectPerson[];
}

/** Many times as quick as localeCompare(), which makes one for each comparison. */
const names = new Intl.Collator();

interface OnProject {
  membership_id: number;
  user_id: number;
  audience: Audience;
  company_id: number | null;
  status: string;
  user_status: string;
  name: string;
  hue: Hue;
  photo_key: string | null;
}

const liveMembers = keptQuery<object, { projectId: number }, OnProject[]>(
  (_everybody, { projectId }) =>
    table('project_assignments')
      .join('memberships', 'memberships.id', 'project_assignments.membership_id')
      .join('users', 'users.id', 'memberships.user_id')
      .where('project_assignments.project_id', projectId)
      .whereNull('users.deleted_at')
      .where(isLive('project_assignments.ends_at'))
      .where(isLive('memberships.ends_at'))
      .select(
        'project_assignments.membership_id',
        'memberships.user_id',
        'memberships.audience',
        'memberships.company_id',
        'memberships.status',
        'users.status as user_status',
        'users.name',
        'users.hue',
        'users.photo_key',
      ),
);

/** Who is on a project now, not past an end date; those who are kept out apart. One query. */
export async function listProjectPeople(projectId: number): Promise<ProjectPeople> {
  const found: ProjectPeople = { team: [], clients: [], deactivated: [] };
  const rows = await liveMembers(everybody, { projectId });
  for (const row of rows) {
    const person = presentPerson({ ...row, id: row.user_id });
    const { membership_id: membershipId, company_id: companyId } = row;
    const isDeactivated = row.status === 'suspended' || row.user_status === 'inactive';
    if (!isDeactivated)
      found[row.audience === 'client' ? 'clients' : 'team'].push({
        membershipId,
        companyId,
        ...person,
      });
    else if (row.audience === 'team')
      found.deactivated.push({ membershipId, companyId, ...person, isDeactivated });
  }
  for (const group of [found.team, found.clients, found.deactivated]) group.sort(byName);
  return found;
}

/** The same people by the id of their user, for what else a page shows of them. */
export function knownFrom({ team, clients, deactivated }: ProjectPeople): KnownPeople {
  return new Map([...team, ...clients, ...deactivated].map((person) => [person.userId, person]));
}

/** A membership that is on a project or can be put on it. */
export interface Assignable {
  id: number;
  user_id: number;
  audience: Audience;
}

/** Memberships that are on a project now, by hand or through a team, whatever their own status. */
export function listLiveIds(projectId: number): Promise<number[]> {
  return liveIds(projectId).pluck('membership_id') as unknown as Promise<number[]>;
}

/** Those of them who were chosen by hand, whatever teams they are in as well. */
export function listDirectIds(projectId: number): Promise<number[]> {
  return liveIds(projectId)
    .where('is_direct', 1)
    .where(isLive('direct_ends_at'))
    .pluck('membership_id') as unknown as Promise<number[]>;
}

/** The users behind memberships, by membership. */
export async function listUsersOf(membershipIds: readonly number[]): Promise<Map<number, number>> {
  const rows = (await table('memberships')
    .whereIn('id', [...new Set(membershipIds)])
    .select('id', 'user_id')) as unknown as { id: number; user_id: number }[];
  return new Map(rows.map(({ id, user_id }) => [id, user_id]));
}

/**
 * Which of some memberships the actor can put on a project: of their workspace, neither suspended
 * nor ended; contacts only those they see.
 */
export async function listAssignable(
  actor: Actor,
  membershipIds: readonly number[],
): Promise<Assignable[]> {
  if (membershipIds.length === 0) return [];
  const rows = await table('memberships')
    .where('workspace_id', actor.workspaceId)
    .whereIn('id', [...membershipIds])
    .whereIn('status', ['active', 'pending'])
    .where(isLive('ends_at'))
    .where((either) => {
      either
        .where('audience', 'team')
        .orWhereIn('id', visibleContacts(actor).select('memberships.id'));
    })
    .select('id', 'user_id', 'audience');
  return rows as unknown as Assignable[];
}

/** Chooses memberships for a project by hand; those who were on it stay, without an end. */
export async function insertAssignments(
  projectId: number,
  membershipIds: readonly number[],
): Promise<void> {
  await onProject(projectId, membershipIds).delete();
  const created_at = now();
  await insertRows(
    'project_assignments',
    membershipIds.map((membership_id) => ({
      project_id: projectId,
      membership_id,
      ends_at: null,
      is_direct: 1,
      direct_ends_at: null,
      created_at,
    })),
  );
}

/** Memberships are chosen by hand no more; what their teams say is settled afterwards. */
export async function markIndirect(
  projectId: number,
  membershipIds: readonly number[],
): Promise<void> {
  await onProject(projectId, membershipIds).update({ is_direct: 0, direct_ends_at: null });
}

function liveIds(projectId: number) {
  return table<AssignmentRow>('project_assignments')
    .where('project_id', projectId)
    .where(isLive('ends_at'));
}

function onProject(project_id: number, membershipIds: readonly number[]) {
  return table('project_assignments')
    .where({ project_id })
    .whereIn('membership_id', [...membershipIds]);
}

function byName(one: { name: string }, other: { name: string }): number {
  return names.compare(one.name, other.name);
}
