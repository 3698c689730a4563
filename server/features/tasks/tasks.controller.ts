import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  idIn,
  parseForm,
  query,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Permission } from '../../core/permissions/index.js';
import { listReaders, noReaders, readersInWords } from '../clients/index.js';
import { listColumns } from '../columns/index.js';
import { presentThread } from '../comments/index.js';
import { presentAttachments } from '../files/index.js';
import { listLabels } from '../labels/index.js';
import { listMilestones } from '../milestones/index.js';
import {
  type FoundProject,
  findProject,
  knownFrom,
  listProjectPeople,
  mayOnProject,
  presentCrumbs,
} from '../projects/index.js';
import { listTaskMembers } from './assignees.queries.js';
import { listLabelChoices } from './task-labels.queries.js';
import { loadTaskParts } from './task-parts.js';
import { listTaskReaders } from './task-readers.queries.js';
import { newTaskSight } from './task-sight.policy.js';
import { newTaskForm, projectOfTask, taskForm } from './tasks.forms.js';
import { mayOnTask } from './tasks.policy.js';
import { presentTask, taskChoices, taskCrumbs, taskRights, taskState } from './tasks.presenter.js';
import { type FoundTask, findTask } from './tasks.queries.js';
import { createTask, deleteTask, editTask, restoreTask } from './tasks.service.js';

const showView = view('tasks/show');
const newView = view('tasks/new');
const editView = view('tasks/edit');
const conflictView = view('tasks/conflict');

export const tasks = { show, new: newTask, create, edit, update, destroy };
export const restoration = { create: restore };

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const task = await findTask(actor, id(request, 'taskId'));
  const people = await listProjectPeople(task.project_id);
  const readers = task.visibility === 'client' ? await listTaskReaders(actor, task) : noReaders;
  const found = { ...task, people, readers, known: knownFrom(people) };
  const columns = await listColumns(task.project_id);
  const members = await listTaskMembers(people, task.id);
  const labels = await listLabelChoices(task);
  render(request, response, showView, {
    title: task.title,
    current: 'projects',
    crumbs: taskCrumbs(actor, task),
    task: presentTask(actor, task, { columns, people, readers, labels, ...members }),
    thread: await presentThread(actor, 'task', found),
    attachments: await presentAttachments(actor, 'task', found),
    parts: await loadTaskParts(actor, task),
    can: taskRights(actor, task),
  });
}

async function newTask(request: Request, response: Response): Promise<void> {
  const projectId = idIn(query(request, 'project_id'));
  if (projectId === undefined) {
    redirect(request, response, '/projects');
    return;
  }
  const project = await findForNew(request, projectId);
  const values = {
    column_id: query(request, 'column_id'),
    visibility: 'internal',
    priority: 'normal',
  };
  await renderNew(request, response, project, formState(values));
}

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const { project_id } = parseForm(projectOfTask, request.body);
  const project = await findForNew(request, project_id);
  await handleForm(request, response, {
    schema: newTaskForm,
    save: async ({ column_id, membership_ids, label_ids, ...rest }) => {
      const taskId = await createTask(actor, {
        ...rest,
        projectId: project.id,
        columnId: column_id ?? undefined,
        membershipIds: membership_ids,
        labelIds: label_ids,
      });
      redirect(request, response, returnPath(request, `/tasks/${taskId}`), {
        toast: { key: 'tasks.toasts.created', values: { title: rest.title } },
      });
    },
    show: (form) => renderNew(request, response, project, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const task = await findFor(request, 'tasks.edit');
  await renderEdit(request, response, task, taskState(task));
}

async function update(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const task = await findFor(request, 'tasks.edit');
  await handleForm(request, response, {
    schema: taskForm,
    save: async ({ updated_at, ...text }) => {
      const outcome = await editTask(actor, task.id, updated_at, text);
      if (!outcome.isSaved) {
        const mine = formState({ ...text, updated_at: outcome.task.updated_at });
        return renderConflict(request, response, outcome.task, mine);
      }
      redirect(request, response, `/tasks/${task.id}`, { toast: 'tasks.toasts.saved' });
    },
    show: (form) => renderEdit(request, response, task, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const task = await deleteTask(request.actor, id(request, 'taskId'));
  redirect(request, response, `/projects/${task.project_id}/board`, {
    toast: { key: 'tasks.toasts.deleted', values: { title: task.title } },
    undo: { action: `/tasks/${task.id}/restoration`, fields: {} },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const task = await restoreTask(request.actor, id(request, 'taskId'));
  redirect(request, response, `/tasks/${task.id}`, {
    toast: { key: 'tasks.toasts.restored', values: { title: task.title } },
  });
}

async function findFor(request: Request, permission: Permission): Promise<FoundTask> {
  const task = await findTask(request.actor, id(request, 'taskId'));
  if (!mayOnTask(request.actor, permission, task)) throw new Forbidden();
  return task;
}

async function findForNew(request: Request, projectId: number): Promise<FoundProject> {
  const project = await findProject(request.actor, projectId);
  if (!mayOnProject(request.actor, 'tasks.create', project)) throw new Forbidden();
  return project;
}

async function renderNew(
  request: Request,
  response: Response,
  project: FoundProject,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const title = t('tasks.new.title');
  const { team } = await listProjectPeople(project.id);
  render(request, response, newView, {
    title,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    project: { id: project.id, name: project.name },
    form,
    choices: taskChoices(
      actor,
      await listColumns(project.id),
      team,
      await listMilestones(actor, project.id),
      await listLabels(project.id),
    ),
    readers: readersInWords(t, await listReaders(actor, newTaskSight(project))),
    ledgerHref: `/projects/${project.id}/readers`,
    can: {
      share: mayOnProject(actor, 'tasks.share', project),
      assign: mayOnProject(actor, 'tasks.assign', project),
    },
  });
}

async function renderEdit(
  request: Request,
  response: Response,
  task: FoundTask,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const title = t('tasks.edit.title');
  const isVisible = task.visibility === 'client';
  const readers = isVisible ? await listTaskReaders(actor, task) : noReaders;
  render(request, response, editView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title, isVisible, readers: readersInWords(t, readers) },
    form,
    choices: taskChoices(actor, [], [], await listMilestones(actor, task.project_id)),
  });
}

/** Somebody else saved first: both versions side by side, nothing of either lost (INTERFACE 6). */
async function renderConflict(
  request: Request,
  response: Response,
  task: FoundTask,
  mine: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const title = t('tasks.conflict.title');
  const isVisible = task.visibility === 'client';
  const readers = isVisible ? await listTaskReaders(actor, task) : noReaders;
  response.status(409);
  render(request, response, conflictView, {
    title,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, isVisible, readers: readersInWords(t, readers) },
    theirs: task,
    form: mine,
    choices: taskChoices(actor, [], [], await listMilestones(actor, task.project_id)),
  });
}
