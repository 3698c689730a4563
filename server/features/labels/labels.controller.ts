import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { hueChoices } from '../columns/index.js';
import { type FoundProject, findProject, mayOnProject, presentCrumbs } from '../projects/index.js';
import { countLabelled } from './labels.counter.js';
import { labelForm } from './labels.forms.js';
import { findLabel, type LabelRow, listLabels } from './labels.queries.js';
import { addLabel, editLabel, removeLabel, restoreLabel } from './labels.service.js';

const indexView = view('labels/index');
const editView = view('labels/edit');

export const labels = { index, create, edit, update, destroy };
export const restorations = { create: restore };

async function index(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request, id(request, 'projectId'));
  await renderIndex(request, response, project, formState({ hue: 'blue' }));
}

async function create(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request, id(request, 'projectId'));
  await handleForm(request, response, {
    schema: labelForm,
    save: async (details) => {
      await addLabel(request.actor, project.id, details);
      goToIndex(request, response, { project_id: project.id, name: details.name }, 'added');
    },
    show: (form) => renderIndex(request, response, project, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const { label, project } = await findOne(request);
  const { name, hue } = label;
  renderEdit(request, response, { label, project, form: formState({ name, hue }) });
}

async function update(request: Request, response: Response): Promise<void> {
  const { label, project } = await findOne(request);
  await handleForm(request, response, {
    schema: labelForm,
    save: async (details) => {
      await editLabel(request.actor, label.id, details);
      goToIndex(request, response, { ...label, ...details }, 'saved');
    },
    show: (form) => renderEdit(request, response, { label, project, form }),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const label = await removeLabel(request.actor, id(request, 'labelId'));
  const action = `/labels/${label.id}/restoration`;
  goToIndex(request, response, label, 'removed', { action, fields: {} });
}

async function restore(request: Request, response: Response): Promise<void> {
  const label = await restoreLabel(request.actor, id(request, 'labelId'));
  goToIndex(request, response, label, 'restored');
}

async function findOne(request: Request): Promise<{ label: LabelRow; project: FoundProject }> {
  const label = await findLabel(request.actor, id(request, 'labelId'));
  return { label, project: await findManaged(request, label.project_id) };
}

async function findManaged(request: Request, projectId: number): Promise<FoundProject> {
  const project = await findProject(request.actor, projectId);
  if (!mayOnProject(request.actor, 'tasks.manage_columns', project)) throw new Forbidden();
  return project;
}

function goToIndex(
  request: Request,
  response: Response,
  { project_id, name }: Pick<LabelRow, 'project_id' | 'name'>,
  toast: string,
  undo?: { action: string; fields: Record<string, string> },
): void {
  redirect(request, response, `/projects/${project_id}/labels`, {
    toast: { key: `labels.toasts.${toast}`, values: { name } },
    ...(undo && { undo }),
  });
}

async function renderIndex(
  request: Request,
  response: Response,
  project: FoundProject,
  form: FormState,
): Promise<void> {
  const rows = await listLabels(project.id);
  const uses = await countLabelled(project.id);
  render(request, response, indexView, {
    ...frame(request, project, 'labels.title'),
    project: { id: project.id, name: project.name },
    labels: rows.map(({ id: labelId, name, hue }) => ({
      id: labelId,
      name,
      hue,
      count: uses.get(labelId) ?? 0,
    })),
    form,
    hues: hueChoices(request.actor),
  });
}

function renderEdit(
  request: Request,
  response: Response,
  { label, project, form }: { label: LabelRow; project: FoundProject; form: FormState },
): void {
  render(request, response, editView, {
    ...frame(request, project, 'labels.edit_title'),
    project: { id: project.id },
    label: { id: label.id, name: label.name },
    form,
    hues: hueChoices(request.actor),
  });
}

function frame(request: Request, project: FoundProject, key: string) {
  const title = translatorFor(request.actor.locale)(key);
  return {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(request.actor, project, title),
  };
}
