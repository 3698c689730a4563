import { lockRows, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden, Invalid } from '../../core/http/index.js';
import { type Actor, holds, type Permission, scopeOf } from '../../core/permissions/index.js';
import { listCompanyOptions, listContactOptions } from '../clients/index.js';
import { addPeople, addTeams, type ProjectChoice } from './project-access.service.js';
import { followCompletion } from './project-ends.service.js';
import { listAssignable } from './project-people.queries.js';
import {
  projectArchived,
  projectCreated,
  projectDeleted,
  projectRestored,
  projectStatusChanged,
  projectUpdated,
} from './projects.events.js';
import { mayOnProject } from './projects.policy.js';
import {
  type FoundProject,
  findDeletedProject,
  findProject,
  insertProject,
  type ProjectRow,
  updateProject,
} from './projects.queries.js';
import { prepareProject } from './projects.start.js';

/** What people say about a project. */
export type ProjectDetails = Pick<
  ProjectRow,
  'name' | 'company_id' | 'description' | 'status' | 'hue' | 'start_on' | 'due_on'
>;

/**
 * Makes a project with its columns, its people and its teams, and returns its id. The contacts of the chosen
 * company come onto it with those chosen by name; whoever sees only their own projects comes onto
 * it themselves.
 * @throws Forbidden without projects.create, Invalid for a company or people that cannot be chosen.
 */
export async function createProject(
  actor: Actor,
  details: ProjectDetails,
  { membershipIds, teamIds }: ProjectChoice,
): Promise<number> {
  if (!holds(actor, 'projects.create')) throw new Forbidden();
  await requireCompany(actor, details.company_id, null);
  const at = now();
  return transaction(async () => {
    await lockRows('teams', teamIds);
    const id = await insertProject({
      ...details,
      completed_at: details.status === 'completed' ? at : null,
      client_days: null,
      workspace_id: actor.workspaceId,
      created_by_user_id: actor.userId,
      created_at: at,
      updated_at: at,
    });
    await prepareProject(id);
    const project = { id, name: details.name };
    await publish(projectCreated, announcement(actor, project, 'internal', { name: details.name }));
    await addPeople(actor, project, await firstPeople(actor, details, membershipIds));
    if (holds(actor, 'projects.manage_access')) await addTeams(actor, project, teamIds);
    return id;
  });
}

/**
 * Changes what is said about a project. The contacts of a newly chosen company come onto it.
 * @throws NotFound, Forbidden without projects.edit, Invalid for a company that cannot be chosen.
 */
export async function editProject(
  actor: Actor,
  id: number,
  details: ProjectDetails,
): Promise<void> {
  await transaction(async () => {
    const project = await findFor(actor, 'projects.edit', id);
    await requireCompany(actor, details.company_id, project.company_id);
    await updateProject(id, { ...details, updated_at: now() });
    await addPeople(actor, { id, name: details.name }, await comingWith(actor, project, details));
    const { name, status } = details;
    if ((status === 'completed') !== (project.status === 'completed'))
      await followCompletion(actor, { ...project, name }, status === 'completed');
    await publish(projectUpdated, announcement(actor, { id }, 'internal', { name }));
    if (status === project.status) return;
    await publish(projectStatusChanged, announcement(actor, { id }, 'client', { name, status }));
  });
}

/** Puts a finished project away: out of the lists, still there. @throws NotFound, Forbidden */
export async function archiveProject(actor: Actor, id: number): Promise<ProjectRow> {
  return transaction(async () => {
    const project = await findFor(actor, 'projects.archive', id);
    if (project.archived_at !== null) return project;
    await updateProject(id, { archived_at: now() });
    await publish(projectArchived, announcement(actor, { id }, 'internal', { name: project.name }));
    return project;
  });
}

/** Brings a project back out of the archive. @throws NotFound, Forbidden */
export async function unarchiveProject(actor: Actor, id: number): Promise<ProjectRow> {
  return transaction(async () => {
    const project = await findFor(actor, 'projects.archive', id);
    if (project.archived_at === null) return project;
    await updateProject(id, { archived_at: null });
    await publish(projectRestored, announcement(actor, { id }, 'internal', { name: project.name }));
    return project;
  });
}

/**
 * Takes a project away with all that is in it, after its name was typed.
 * @throws NotFound, Forbidden, Invalid {confirmation} when the name is another.
 */
export async function deleteProject(
  actor: Actor,
  id: number,
  confirmation: string,
): Promise<ProjectRow> {
  return transaction(async () => {
    const project = await findFor(actor, 'projects.delete', id);
    if (confirmation.trim() !== project.name) {
      throw new Invalid({ confirmation: 'projects.errors.confirmation' });
    }
    await updateProject(id, { deleted_at: now() });
    await publish(projectDeleted, announcement(actor, { id }, 'internal', { name: project.name }));
    return project;
  });
}

/** Brings a deleted project back as it was. @throws NotFound, Forbidden */
export async function restoreProject(actor: Actor, id: number): Promise<ProjectRow> {
  return transaction(async () => {
    const project = await findDeletedProject(actor, id);
    if (!mayOnProject(actor, 'projects.delete', project)) throw new Forbidden();
    await updateProject(id, { deleted_at: null });
    await publish(projectRestored, announcement(actor, { id }, 'internal', { name: project.name }));
    return project;
  });
}

async function findFor(actor: Actor, permission: Permission, id: number): Promise<FoundProject> {
  const project = await findProject(actor, id);
  if (!mayOnProject(actor, permission, project)) throw new Forbidden();
  return project;
}

/** Only companies the actor sees can be chosen; the one a project has already may stay. */
async function requireCompany(
  actor: Actor,
  companyId: number | null,
  present: number | null,
): Promise<void> {
  if (companyId === null || companyId === present) return;
  const options = await listCompanyOptions(actor);
  if (!options.some((company) => company.id === companyId)) {
    throw new Invalid({ company_id: 'errors.choice' });
  }
}

async function firstPeople(
  actor: Actor,
  details: ProjectDetails,
  chosen: readonly number[],
): Promise<number[]> {
  const mustJoin = actor.kind === 'team' && scopeOf(actor, 'projects.view') !== 'all';
  const self = mustJoin ? [actor.membershipId] : [];
  if (!holds(actor, 'projects.manage_access')) return self;
  return [...self, ...chosen, ...(await contactsOf(actor, details))];
}

/** The contacts who come onto a project with the company that is chosen for it, if it is another one. */
export async function comingWith(
  actor: Actor,
  project: FoundProject,
  details: ProjectDetails,
): Promise<number[]> {
  const isMoved = details.company_id !== project.company_id;
  if (!isMoved || !mayOnProject(actor, 'projects.manage_access', project)) return [];
  return contactsOf(actor, details);
}

async function contactsOf(actor: Actor, details: ProjectDetails): Promise<number[]> {
  if (details.company_id === null) return [];
  const contacts = await listContactOptions(actor, { companyId: details.company_id });
  const ids = contacts.map((contact) => contact.membershipId);
  return (await listAssignable(actor, ids)).map((member) => member.id);
}

function announcement<Data>(
  actor: Actor,
  project: { id: number },
  visibility: 'internal' | 'client',
  data: Data,
) {
  return {
    actor,
    subject: { type: 'project', id: project.id },
    projectId: project.id,
    visibility,
    data,
  };
}
