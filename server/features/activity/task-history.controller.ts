import {
  id,
  idIn,
  query,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { people } from '../memberships/index.js';
import { listMilestones } from '../milestones/index.js';
import { findTask, taskCrumbs } from '../tasks/index.js';
import { peopleIn, presentLines } from './activity.presenter.js';
import { presentDetails } from './task-history.presenter.js';
import { listTaskEvents } from './task-history.queries.js';

const indexView = view('activity/task');
const perPage = 50;

export const taskHistory = { index };

/** Everything that happened to a task, with what each edit changed. */
async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const task = await findTask(actor, id(request, 'taskId'));
  const before = idIn(query(request, 'before'));
  const rows = await listTaskEvents(actor, task.id, { before, limit: perPage + 1 });
  const shown = rows.slice(0, perPage);
  const known = await people(shown.flatMap(peopleIn));
  const milestones = await listMilestones(actor, task.project_id);
  const names = new Map(milestones.map(({ id: milestoneId, name }) => [milestoneId, name]));
  const lines = presentLines(actor, shown, {
    people: known,
    textOf: (name) => `events.${name}`,
  });
  const title = translatorFor(actor.locale)('activity.history');
  const last = shown.at(-1);
  render(request, response, indexView, {
    title: `${title}: ${task.title}`,
    current: 'projects',
    crumbs: taskCrumbs(actor, task, title),
    task: { id: task.id, title: task.title },
    lines: lines.map((line, at) => ({
      ...line,
      details: shown[at] ? presentDetails(actor, shown[at], names) : [],
    })),
    olderHref: rows.length > perPage && last ? `?before=${last.id}` : null,
  });
}
