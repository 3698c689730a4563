import { id, type Request, type Response, render, view } from '../../core/http/index.js';
import { markdown } from '../../core/text/index.js';
import { presentThread } from '../comments/index.js';
import { presentAttachments } from '../files/index.js';
import { findTask, listTaskReaders } from '../tasks/index.js';
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
    attachments,
    showsFiles: attachments.canUpload || attachments.files.length > 0,
    thread: await presentThread(actor, 'task', {
      ...task,
      readers: await listTaskReaders(actor, task),
    }),
  });
}
