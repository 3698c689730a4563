import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  stepOf,
  typedFields,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { holds, type Permission } from '../../core/permissions/index.js';
import { listCompanyOptions, listReaders, readersInWords } from '../clients/index.js';
import { askAboutNewcomers } from './newcomers.page.js';
import { onlookersAmong } from './newcomers.service.js';
import { choiceOf } from './project-access.service.js';
import { listFacesOf } from './project-faces.queries.js';
import { newProjectState, presentChoices, projectState } from './project-form.presenter.js';
import { addressOf, filterFrom, presentFilters } from './project-list.presenter.js';
import { listProjects } from './project-list.queries.js';
import { peopleChoice, peopleState, presentPeopleChoices } from './project-people.presenter.js';
import { listProjectPeople } from './project-people.queries.js';
import { nobodyToChoose, peopleSources } from './project-people.sources.js';
import { projectSight } from './project-sight.policy.js';
import { listProgress } from './projects.counts.js';
import { deletionForm, newProjectForm, projectForm } from './projects.forms.js';
import { mayOnProject } from './projects.policy.js';
import {
  facesShown,
  presentCrumbs,
  presentHead,
  presentListed,
  settingsRights,
} from './projects.presenter.js';
import { type FoundProject, findProject } from './projects.queries.js';
import { comingWith, createProject, deleteProject, editProject } from './projects.service.js';

const indexView = view('projects/index');
const newView = view('projects/new');
const settingsView = view('projects/settings');

export const projects = { index, new: newProject, create, edit, update, destroy };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const filter = filterFrom((name) => query(request, name));
  const page = await listProjects(actor, filter, pageNumber(request));
  const ids = page.rows.map((project) => project.id);
  const faces = await listFacesOf(ids, facesShown);
  const progress = await listProgress(actor, page.rows);
  render(request, response, indexView, {
    title: translatorFor(actor.locale)('projects.title'),
    current: 'projects',
    projects: page.rows.map((project) =>
      presentListed(actor, project, {
        faces: faces.get(project.id),
        progress: progress.get(project.id),
      }),
    ),
    page,
    filters: presentFilters(filter, await listCompanyOptions(actor)),
    base: addressOf(filter),
    can: { create: holds(actor, 'projects.create') },
  });
}

async function newProject(request: Request, response: Response): Promise<void> {
  const form = newProjectState(request.actor.membershipId, query(request, 'company_id'));
  await renderNew(request, response, form);
}

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  await handleForm(request, response, {
    schema: newProjectForm,
    save: async ({ membership_ids: membershipIds, team_ids: teamIds, ...details }) => {
      const projectId = await createProject(actor, details, { membershipIds, teamIds });
      redirect(request, response, `/projects/${projectId}/board`, {
        toast: { key: 'projects.toasts.created', values: { name: details.name } },
      });
    },
    show: (form) => renderNew(request, response, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const project = await findFor(request, 'projects.edit');
  await renderSettings(request, response, project, { form: projectState(project) });
}

async function update(request: Request, response: Response): Promise<void> {
  const project = await findFor(request, 'projects.edit');
  const step = stepOf(request);
  if (step === 'change') {
    const form = { values: typedFields(request), errors: {} };
    return renderSettings(request, response, project, { form });
  }
  await handleForm(request, response, {
    schema: projectForm,
    save: async (details) => {
      if (step !== 'confirmed') {
        const coming = await comingWith(request.actor, project, details);
        const groups = await onlookersAmong(request.actor, project.id, coming);
        const form = { action: `/projects/${project.id}`, method: 'PATCH' } as const;
        if (groups.length > 0)
          return askAboutNewcomers(request, response, { project, groups, ...form });
      }
      await editProject(request.actor, project.id, details);
      redirect(request, response, `/projects/${project.id}/settings`, {
        toast: 'projects.toasts.saved',
      });
    },
    show: (form) => renderSettings(request, response, project, { form }),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const project = await findFor(request, 'projects.delete');
  await handleForm(request, response, {
    schema: deletionForm,
    save: async ({ confirmation }) => {
      const { name } = await deleteProject(actor, project.id, confirmation);
      redirect(request, response, '/projects', {
        toast: { key: 'projects.toasts.deleted', values: { name } },
        undo: { action: `/projects/${project.id}/restoration`, fields: {} },
      });
    },
    show: (deletion) =>
      renderSettings(request, response, project, { form: projectState(project), deletion }),
  });
}

async function findFor(request: Request, permission: Permission): Promise<FoundProject> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  if (!mayOnProject(request.actor, permission, project)) throw new Forbidden();
  return project;
}

async function renderNew(request: Request, response: Response, form: FormState): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const mayAssign = holds(actor, 'projects.manage_access');
  render(request, response, newView, {
    title: t('projects.new.title'),
    current: 'projects',
    crumbs: [{ label: t('projects.title'), href: '/projects' }, { label: t('projects.new.title') }],
    form,
    choices: {
      ...presentChoices(await listCompanyOptions(actor)),
      ...presentPeopleChoices(
        t,
        mayAssign ? await peopleSources(actor, peopleChoice(form)) : nobodyToChoose,
      ),
    },
    mayAssign,
  });
}

async function renderSettings(
  request: Request,
  response: Response,
  project: FoundProject,
  { form, deletion = formState() }: { form: FormState; deletion?: FormState },
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const can = settingsRights(actor, project);
  const people = peopleState(await choiceOf(actor, project.id));
  const sources = can.access
    ? await peopleSources(actor, peopleChoice(people), project.id)
    : nobodyToChoose;
  const present = await listProjectPeople(project.id);
  const progress = (await listProgress(actor, [project])).get(project.id);
  render(request, response, settingsView, {
    title: `${t('projects.tabs.settings')}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project),
    head: presentHead(actor, project, { current: 'settings', team: present.team, progress }),
    project: { id: project.id, name: project.name, isArchived: project.archived_at !== null },
    form,
    people,
    deletion,
    readers: readersInWords(t, await listReaders(actor, projectSight(project))),
    ledgerHref: `/projects/${project.id}/readers`,
    choices: {
      ...presentChoices(await listCompanyOptions(actor, project.company_id)),
      ...presentPeopleChoices(t, sources),
    },
    can,
  });
}
