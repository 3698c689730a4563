import { today } from '../../core/dates/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { markdown } from '../../core/text/index.js';
import type { ProjectStatus } from './project-choices.js';
import type { ProjectFaces } from './project-faces.queries.js';
import type { ProjectPerson } from './project-people.queries.js';
import type { Progress } from './projects.counts.js';
import { mayOnProject } from './projects.policy.js';
import type { FoundProject } from './projects.queries.js';

const tones: Record<ProjectStatus, string> = {
  planned: '',
  active: 'ok',
  on_hold: 'warn',
  completed: 'note',
};

/** A project's status as a badge: key of its name, and its tone. */
export function presentStatus(project: Pick<FoundProject, 'status' | 'archived_at'>) {
  return project.archived_at === null
    ? { label: `projects.status.${project.status}`, tone: tones[project.status] }
    : { label: 'projects.archived', tone: '' };
}

/** A due date, and whether it is past while work is open. */
export function presentDue(actor: Actor, project: Pick<FoundProject, 'due_on' | 'status'>) {
  if (!project.due_on) return null;
  const isLate = project.status !== 'completed' && project.due_on < today(actor.timezone);
  return { on: project.due_on, isLate };
}

/** How far a project has come, with its percentage. */
export function presentProgress(progress: Progress | undefined) {
  if (!progress) return null;
  const percent = progress.all === 0 ? 0 : Math.floor((progress.done / progress.all) * 100);
  return { ...progress, percent };
}

/** Members that a project in a list shows; the others are a number. */
export const facesShown = 4;

/** A project in a list. */
export function presentListed(
  actor: Actor,
  project: FoundProject,
  surroundings: {
    faces: ProjectFaces | undefined;
    progress: Progress | undefined;
  },
) {
  return {
    id: project.id,
    name: project.name,
    href: `/projects/${project.id}`,
    hue: project.hue,
    company: companyOf(actor, project)?.name ?? '',
    status: presentStatus(project),
    due: presentDue(actor, project),
    progress: presentProgress(surroundings.progress),
    people: surroundings.faces?.team ?? [],
    peopleCount: surroundings.faces?.count ?? 0,
  };
}

/** What names a project and its company. */
export type NamedProject = Pick<
  FoundProject,
  'id' | 'name' | 'company_id' | 'company_name' | 'is_assigned'
>;

/** The company a project is for, to those who may know of clients. */
export function companyOf(actor: Actor, project: NamedProject) {
  if (project.company_id === null || project.company_name === null) return null;
  if (!mayOnProject(actor, 'clients.view', project)) return null;
  return { id: project.company_id, name: project.company_name };
}

/** The way to a page of a project: projects, company, project and, inside it, one thing more. */
export function presentCrumbs(actor: Actor, project: NamedProject, page?: string) {
  const company = companyOf(actor, project);
  return [
    { label: translatorFor(actor.locale)('projects.title'), href: '/projects' },
    ...(company ? [{ label: company.name, href: `/companies/${company.id}` }] : []),
    { label: project.name, href: `/projects/${project.id}` },
    ...(page ? [{ label: page }] : []),
  ];
}

/** What stands above every page of a project: its name, how it goes, who is on it, where one can go. */
export function presentHead(
  actor: Actor,
  project: FoundProject,
  surroundings: {
    current: ProjectTab;
    team: readonly ProjectPerson[];
    progress: Progress | undefined;
  },
) {
  const base = `/projects/${project.id}`;
  return {
    id: project.id,
    name: project.name,
    status: presentStatus(project),
    due: presentDue(actor, project),
    progress: presentProgress(surroundings.progress),
    people: surroundings.team,
    tabs: tabsFor(actor, project).map((tab) => ({
      label: `projects.tabs.${tab}`,
      href: tab === 'overview' ? base : `${base}/${tab}`,
      current: tab === surroundings.current,
    })),
    newTaskHref: mayOnProject(actor, 'tasks.create', project)
      ? `/tasks/new?project_id=${project.id}`
      : null,
  };
}

/** The pages of a project. */
export type ProjectTab =
  | 'overview'
  | 'board'
  | 'list'
  | 'calendar'
  | 'milestones'
  | 'files'
  | 'discussions'
  | 'activity'
  | 'settings';

/** Text of a project's description as safe HTML; '' without one. */
export function presentDescription(project: FoundProject): string {
  return project.description ? markdown(project.description) : '';
}

/** Which parts of a project's settings an actor may use. */
export function settingsRights(actor: Actor, project: FoundProject) {
  return {
    edit: mayOnProject(actor, 'projects.edit', project),
    access: mayOnProject(actor, 'projects.manage_access', project),
    columns: mayOnProject(actor, 'tasks.manage_columns', project),
    archive: mayOnProject(actor, 'projects.archive', project),
    delete: mayOnProject(actor, 'projects.delete', project),
  };
}

/** Actions on a project for its menu, each only for who may; texts as keys. */
export function presentMenu(actor: Actor, project: FoundProject) {
  const base = `/projects/${project.id}`;
  const rights = settingsRights(actor, project);
  const isArchived = project.archived_at !== null;
  return [
    ...(rights.access
      ? [{ label: 'projects.people.title', icon: 'users', href: `${base}/people` }]
      : []),
    ...(rights.columns
      ? [{ label: 'columns.edit', icon: 'columns-3', href: `${base}/columns` }]
      : []),
    ...(rights.archive
      ? [
          {
            label: isArchived ? 'projects.settings.restore' : 'projects.settings.archive',
            icon: 'archive',
            action: `${base}/archive`,
            ...(isArchived ? { name: '_method', value: 'DELETE' } : {}),
          },
        ]
      : []),
  ];
}

function tabsFor(actor: Actor, project: FoundProject): ProjectTab[] {
  const tabs: ProjectTab[] = ['overview'];
  if (holds(actor, 'tasks.view')) tabs.push('board', 'list', 'calendar');
  tabs.push('milestones');
  if (holds(actor, 'files.view')) tabs.push('files');
  if (holds(actor, 'chat.discussions')) tabs.push('discussions');
  tabs.push('activity');
  if (mayOnProject(actor, 'projects.edit', project)) tabs.push('settings');
  return tabs;
}
