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
import { readersInWords } from '../clients/index.js';
import {
  appearsWith,
  type FoundTask,
  findTask,
  listAppearing,
  listTaskReaders,
  mayOnTask,
  taskCrumbs,
} from '../tasks/index.js';
import { mayKnowApprovers, namedFor } from './approver-names.js';
import { listApprovers, listPossibleApprovers } from './approvers.queries.js';
import { listEntries } from './entries.service.js';
import { requestReview, withdrawReview } from './review-requests.service.js';
import { changesSince, hasChanged } from './reviewed-files.service.js';
import { agreementIn, requestForm } from './reviews.forms.js';
import { presentRound } from './reviews.presenter.js';
import { listReviewFiles, listRounds } from './reviews.queries.js';

const newView = view('reviews/new');
const indexView = view('reviews/index');

export const rounds = { index, new: newRound, create, destroy };
export const certificates = { show: certificate };

/** The trail: who was asked what, who decided how, and on what. */
async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const task = await findTask(actor, id(request, 'taskId'));
  const title = translatorFor(actor.locale)('reviews.trail');
  const rows = await listRounds(actor, task.id);
  const ids = rows.map((round) => round.id);
  const approvers = await namedFor(actor, task, await listApprovers(ids));
  const files = await listReviewFiles(ids);
  const [newest] = rows;
  const since = newest ? await changesSince(newest, files.get(newest.id) ?? []) : null;
  const isApproved = newest?.status === 'approved';
  render(request, response, indexView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title },
    rounds: rows.map((round) =>
      presentRound(actor, round, {
        approvers: approvers.get(round.id) ?? [],
        files: files.get(round.id) ?? [],
        fileHref: ({ file_id }) => `/files/${file_id}`,
      }),
    ),
    changes: since && isApproved && hasChanged(since) ? since : null,
    hasCertificate:
      mayKnowApprovers(actor, task) &&
      rows.some(({ status }) => status === 'approved' || status === 'changes'),
    can: { request: mayRequest(request, task) },
  });
}

/** The decisions on a task, to keep: each bound to the one before and to what was shown. */
async function certificate(request: Request, response: Response): Promise<void> {
  const task = await findTask(request.actor, id(request, 'taskId'));
  // It names everybody who decided: for those who may know them.
  if (!mayKnowApprovers(request.actor, task)) throw new Forbidden();
  const entries = await listEntries(task.id);
  response.attachment(`approvals-${task.id}.json`);
  response.json({ kind: 'approval-certificate', version: 1, entries });
}

async function newRound(request: Request, response: Response): Promise<void> {
  const task = await findReviewable(request);
  await renderNew(request, response, task, null);
}

async function create(request: Request, response: Response): Promise<void> {
  const task = await findReviewable(request);
  await handleForm(request, response, {
    schema: requestForm,
    save: async (form) => {
      const { approver_ids, rule, due_on, message } = form;
      await requestReview(request.actor, task.id, {
        approverIds: approver_ids,
        rule,
        due_on,
        message,
        agreement: agreementIn(form),
      });
      redirect(request, response, `/tasks/${task.id}`, {
        toast: { key: 'reviews.toasts.requested', values: { title: task.title } },
      });
    },
    show: async (form) =>
      renderNew(request, response, await findTask(request.actor, task.id), form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const round = await withdrawReview(request.actor, id(request, 'roundId'));
  redirect(request, response, `/tasks/${round.task_id}`, {
    toast: { key: 'reviews.toasts.withdrawn', values: { title: round.task_title } },
  });
}

function mayRequest({ actor }: Request, task: FoundTask): boolean {
  return mayOnTask(actor, 'tasks.request_review', task);
}

async function findReviewable(request: Request): Promise<FoundTask> {
  const task = await findTask(request.actor, id(request, 'taskId'));
  if (!mayRequest(request, task)) throw new Forbidden();
  return task;
}

async function renderNew(
  request: Request,
  response: Response,
  task: FoundTask,
  form: FormState | null,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const title = t('reviews.new.title');
  const people = await listPossibleApprovers(actor, task);
  const isVisible = task.visibility === 'client';
  render(request, response, newView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title, isVisible, isOpen: task.review_state === 'open' },
    form: form ?? formState({ approver_ids: people.map((one) => one.id), rule: 'any' }),
    people: people.map((one) => ({ value: one.id, label: one.name })),
    readers: readersInWords(t, await listTaskReaders(actor, task)),
    counts: appearsWith(task),
    appears: await listAppearing(actor, task.id),
    mayShare: isVisible || mayOnTask(actor, 'tasks.share', task),
  });
}
