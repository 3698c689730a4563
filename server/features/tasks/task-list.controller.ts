import {
  id,
  pageNumber,
  query,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import {
  findProject,
  listProgress,
  listProjectPeople,
  presentCrumbs,
  presentHead,
} from '../projects/index.js';
import { listAssignees } from './assignees.queries.js';
import { isFiltering, presentChips, taskAddress, taskFilterFrom } from './task-filter.js';
import { presentFilterForm } from './task-filter.presenter.js';
import { listCardLabels } from './task-labels.queries.js';
import { orderFrom, presentHeads, presentListedTasks } from './task-list.presenter.js';
import { listTasks } from './task-list.queries.js';

const indexView = view('tasks/list');

export const list = { index };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const project = await findProject(actor, id(request, 'projectId'));
  const filter = taskFilterFrom((name) => query(request, name));
  const order = orderFrom(query(request, 'sort'));
  const page = await listTasks(actor, project.id, { filter, ...order, page: pageNumber(request) });
  const people = await listProjectPeople(project.id);
  const taskIds = page.rows.map((task) => task.id);
  const assignees = await listAssignees(people, taskIds);
  const labels = await listCardLabels(taskIds);
  const progress = (await listProgress(actor, [project])).get(project.id);
  const path = `/projects/${project.id}/list`;
  render(request, response, indexView, {
    title: `${translatorFor(actor.locale)('projects.tabs.list')}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project),
    head: presentHead(actor, project, { current: 'list', team: people.team, progress }),
    path,
    chips: presentChips(path, filter),
    isFiltering: isFiltering(filter),
    filterForm: await presentFilterForm(request, { path, filter, project, people }),
    heads: presentHeads(path, filter, order),
    tasks: presentListedTasks(actor, page.rows, { assignees, labels }),
    page,
    base: taskAddress(path, filter, { sort: `${order.isDescending ? '-' : ''}${order.sort}` }),
  });
}
