import { id, type Request, type Response, render, view } from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { markdown } from '../../core/text/index.js';
import { presentThread } from '../comments/index.js';
import { presentAttachments } from '../files/index.js';
import { lookUpMyRound } from '../reviews/index.js';
import { type FoundTask, findTask, listTaskReaders } from '../tasks/index.js';
import { presentTaskStatus } from './portal.presenter.js';

const showView = view('portal/task');

export const portalTasks = { show };

/** A task as its clients see it: what it is, where it stands, what was shared and said. */
async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const task = await findTask(actor, id(request, 'taskId'));
  const attachments = await presentAttachments(actor, 'task', task);
  render(request, response, showView, {
    title: task.title,
    current: 'projects',
    project: { name: task.project_name, href: `/portal/projects/${task.project_id}` },
    task: {
      title: task.title,
      bodyHtml: task.description ? markdown(task.description) : '',
      status: presentTaskStatus(task),
      startOn: task.start_on,
      dueOn: task.due_on,
      milestone: task.milestone_name,
    },
    reviewHref: await reviewHref(actor, task),
    attachments,
    showsFiles: attachments.canUpload || attachments.files.length > 0,
    thread: await presentThread(actor, 'task', {
      ...task,
      readers: await listTaskReaders(actor, task),
    }),
  });
}

/** The review of the task that awaits this client, if there is one; no query while none is open. */
async function reviewHref(actor: Actor, task: FoundTask): Promise<string | null> {
  if (task.review_state !== 'open' || !holds(actor, 'tasks.review')) return null;
  const round = await lookUpMyRound(actor, task.id);
  return round ? `/portal/reviews/${round.id}` : null;
}
