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
import { type FoundProject, findProject, mayOnProject, presentCrumbs } from '../projects/index.js';
import { columnContents } from './columns.contents.js';
import { columnForm, positionForm, removalForm } from './columns.forms.js';
import { columnState, hueChoices, presentColumns } from './columns.presenter.js';
import { type ColumnRow, findColumn, listColumns } from './columns.queries.js';
import { addColumn, editColumn, removeColumn, shiftColumn } from './columns.service.js';

const indexView = view('columns/index');
const editView = view('columns/edit');
const removalView = view('columns/removal');

export const columns = { index, create, edit, update, destroy };
export const position = { update: shift };
export const removal = { new: newRemoval };

async function index(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request, id(request, 'projectId'));
  await renderIndex(request, response, project, formState({ hue: 'slate' }));
}

async function create(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request, id(request, 'projectId'));
  await handleForm(request, response, {
    schema: columnForm,
    save: async (details) => {
      await addColumn(request.actor, project.id, details);
      goToIndex(request, response, project.id, 'added', details.name);
    },
    show: (form) => renderIndex(request, response, project, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const { column, project } = await findOne(request);
  renderEdit(request, response, { column, project, form: columnState(column) });
}

async function update(request: Request, response: Response): Promise<void> {
  const { column, project } = await findOne(request);
  await handleForm(request, response, {
    schema: columnForm,
    save: async (details) => {
      await editColumn(request.actor, column.id, details);
      goToIndex(request, response, project.id, 'saved', details.name);
    },
    show: (form) => renderEdit(request, response, { column, project, form }),
  });
}

async function shift(request: Request, response: Response): Promise<void> {
  const { column, project } = await findOne(request);
  const { direction } = parseForm(positionForm, request.body);
  await shiftColumn(request.actor, column.id, direction);
  goToIndex(request, response, project.id, 'moved', column.name);
}

async function newRemoval(request: Request, response: Response): Promise<void> {
  const { column, project } = await findOne(request);
  await renderRemoval(request, response, { column, project, form: formState() });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const { column, project } = await findOne(request);
  await handleForm(request, response, {
    schema: removalForm,
    save: async ({ target_id }) => {
      await removeColumn(request.actor, column.id, target_id);
      goToIndex(request, response, project.id, 'removed', column.name);
    },
    show: (form) => renderRemoval(request, response, { column, project, form }),
  });
}

interface ColumnPage {
  column: ColumnRow;
  project: FoundProject;
  form: FormState;
}

async function findOne(request: Request): Promise<Omit<ColumnPage, 'form'>> {
  const column = await findColumn(request.actor, id(request, 'columnId'));
  return { column, project: await findManaged(request, column.project_id) };
}

async function findManaged(request: Request, projectId: number): Promise<FoundProject> {
  const project = await findProject(request.actor, projectId);
  if (!mayOnProject(request.actor, 'tasks.manage_columns', project)) throw new Forbidden();
  return project;
}

function goToIndex(
  request: Request,
  response: Response,
  projectId: number,
  toast: string,
  name: string,
): void {
  redirect(request, response, `/projects/${projectId}/columns`, {
    toast: { key: `columns.toasts.${toast}`, values: { name } },
  });
}

async function renderIndex(
  request: Request,
  response: Response,
  project: FoundProject,
  form: FormState,
): Promise<void> {
  const rows = await listColumns(project.id);
  render(request, response, indexView, {
    ...frame(request, project, 'columns.title'),
    project: { id: project.id, name: project.name },
    columns: presentColumns(rows, await columnContents().count(project.id)),
    form,
    hues: hueChoices(request.actor),
  });
}

function renderEdit(request: Request, response: Response, page: ColumnPage): void {
  render(request, response, editView, {
    ...frame(request, page.project, 'columns.edit_title'),
    project: { id: page.project.id },
    column: { id: page.column.id, name: page.column.name },
    form: page.form,
    hues: hueChoices(request.actor),
  });
}

async function renderRemoval(
  request: Request,
  response: Response,
  { column, project, form }: ColumnPage,
): Promise<void> {
  const others = (await listColumns(project.id)).filter((other) => other.id !== column.id);
  const counts = await columnContents().count(project.id);
  render(request, response, removalView, {
    ...frame(request, project, 'columns.remove'),
    project: { id: project.id },
    column: { id: column.id, name: column.name, count: counts.get(column.id) ?? 0 },
    targets: others.map(({ id: columnId, name }) => ({ value: columnId, label: name })),
    form,
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
