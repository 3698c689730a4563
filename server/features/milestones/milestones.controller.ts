import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  parseForm,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import {
  type FoundProject,
  findProject,
  listProgress,
  listProjectPeople,
  mayOnProject,
  presentCrumbs,
  presentHead,
} from '../projects/index.js';
import { milestoneForm, newMilestoneForm, visibilityForm } from './milestones.forms.js';
import { milestoneState, presentMilestones } from './milestones.presenter.js';
import { progressOfMilestones } from './milestones.progress.js';
import { findMilestone, listMilestones, type MilestoneRow } from './milestones.queries.js';
import {
  addMilestone,
  editMilestone,
  removeMilestone,
  restoreMilestone,
  setMilestoneVisibility,
  setReached,
} from './milestones.service.js';

const indexView = view('milestones/index');
const editView = view('milestones/edit');

export const milestones = { index, create, edit, update, destroy };
export const completion = { create: reach, destroy: reopen };
export const restorations = { create: restore };
export const visibility = { update: setVisibility };

async function index(request: Request, response: Response): Promise<void> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  await renderIndex(request, response, project, formState({ visibility: 'internal' }));
}

async function create(request: Request, response: Response): Promise<void> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  await handleForm(request, response, {
    schema: newMilestoneForm,
    save: async (details) => {
      await addMilestone(request.actor, project.id, details);
      goToIndex(request, response, { project_id: project.id, name: details.name }, 'added');
    },
    show: (form) => renderIndex(request, response, project, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const { milestone, project } = await findOne(request);
  renderEdit(request, response, { milestone, project, form: milestoneState(milestone) });
}

async function update(request: Request, response: Response): Promise<void> {
  const { milestone, project } = await findOne(request);
  await handleForm(request, response, {
    schema: milestoneForm,
    save: async (details) => {
      await editMilestone(request.actor, milestone.id, details);
      goToIndex(request, response, { ...milestone, ...details }, 'saved');
    },
    show: (form) => renderEdit(request, response, { milestone, project, form }),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const milestone = await removeMilestone(request.actor, id(request, 'milestoneId'));
  const action = `/milestones/${milestone.id}/restoration`;
  goToIndex(request, response, milestone, 'removed', { action, fields: {} });
}

async function restore(request: Request, response: Response): Promise<void> {
  const milestone = await restoreMilestone(request.actor, id(request, 'milestoneId'));
  goToIndex(request, response, milestone, 'restored');
}

async function reach(request: Request, response: Response): Promise<void> {
  const milestone = await setReached(request.actor, id(request, 'milestoneId'), true);
  const action = `/milestones/${milestone.id}/completion`;
  goToIndex(request, response, milestone, 'reached', { action, fields: { _method: 'DELETE' } });
}

async function reopen(request: Request, response: Response): Promise<void> {
  const milestone = await setReached(request.actor, id(request, 'milestoneId'), false);
  goToIndex(request, response, milestone, 'reopened');
}

async function setVisibility(request: Request, response: Response): Promise<void> {
  const { visibility: wanted } = parseForm(visibilityForm, request.body);
  const milestone = await setMilestoneVisibility(request.actor, id(request, 'milestoneId'), wanted);
  const action = `/milestones/${milestone.id}/visibility`;
  goToIndex(request, response, milestone, wanted === 'client' ? 'shown' : 'hidden', {
    action,
    fields: { visibility: milestone.visibility },
  });
}

async function findOne(request: Request) {
  const milestone = await findMilestone(request.actor, id(request, 'milestoneId'));
  const project = await findProject(request.actor, milestone.project_id);
  if (!mayOnProject(request.actor, 'projects.edit', project)) throw new Forbidden();
  return { milestone, project };
}

function goToIndex(
  request: Request,
  response: Response,
  { project_id, name }: Pick<MilestoneRow, 'project_id' | 'name'>,
  toast: string,
  undo?: { action: string; fields: Record<string, string> },
): void {
  redirect(request, response, `/projects/${project_id}/milestones`, {
    toast: { key: `milestones.toasts.${toast}`, values: { name } },
    ...(undo && { undo }),
  });
}

async function renderIndex(
  request: Request,
  response: Response,
  project: FoundProject,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const title = translatorFor(actor.locale)('milestones.title');
  render(request, response, indexView, {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    head: presentHead(actor, project, {
      current: 'milestones',
      team: (await listProjectPeople(project.id)).team,
      progress: (await listProgress(actor, [project])).get(project.id),
    }),
    milestones: presentMilestones(
      actor,
      project,
      await listMilestones(actor, project.id),
      await progressOfMilestones(actor, project.id),
    ),
    form,
    action: `/projects/${project.id}/milestones`,
    can: {
      edit: mayOnProject(actor, 'projects.edit', project),
      share: mayOnProject(actor, 'tasks.share', project),
    },
  });
}

function renderEdit(
  request: Request,
  response: Response,
  page: { milestone: MilestoneRow; project: FoundProject; form: FormState },
): void {
  const { milestone, project, form } = page;
  const title = translatorFor(request.actor.locale)('milestones.edit_title');
  render(request, response, editView, {
    title: `${title}: ${milestone.name}`,
    current: 'projects',
    crumbs: presentCrumbs(request.actor, project, title),
    milestone: { id: milestone.id, name: milestone.name },
    backHref: `/projects/${project.id}/milestones`,
    form,
  });
}
