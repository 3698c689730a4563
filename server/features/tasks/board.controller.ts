import { id, query, type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type ColumnRow, listColumns } from '../columns/index.js';
import {
  findProject,
  listProgress,
  listProjectPeople,
  mayOnProject,
  presentCrumbs,
  presentHead,
} from '../projects/index.js';
import { listAssignees } from './assignees.queries.js';
import { presentBoard } from './board.presenter.js';
import { listBoardCards } from './board.queries.js';
import { blockedTasks } from './task-blocked.js';
import { isFiltering, presentChips, taskFilterFrom } from './task-filter.js';
import { presentFilterForm } from './task-filter.presenter.js';
import { listCardLabels } from './task-labels.queries.js';

const showView = view('tasks/board');
/** Cards of one column that a board shows at most, however often one asks for more. */
const mostShown = 500;

export const board = { show };

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const project = await findProject(actor, id(request, 'projectId'));
  const filter = taskFilterFrom((name) => query(request, name));
  const columns = await listColumns(project.id);
  const perColumn = widenedColumn(request, columns);
  const windows = await listBoardCards(actor, project.id, columns, { filter, perColumn });
  const cards = [...windows.values()].flatMap((window) => window.cards);
  const people = await listProjectPeople(project.id);
  const taskIds = cards.map((card) => card.id);
  const assignees = await listAssignees(people, taskIds);
  const labels = await listCardLabels(taskIds);
  const blocked = await blockedTasks(actor, taskIds);
  const progress = (await listProgress(actor, [project])).get(project.id);
  const path = `/projects/${project.id}/board`;
  render(request, response, showView, {
    title: `${translatorFor(actor.locale)('projects.tabs.board')}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project),
    head: presentHead(actor, project, { current: 'board', team: people.team, progress }),
    projectId: project.id,
    path,
    chips: presentChips(path, filter),
    isFiltering: isFiltering(filter),
    filterForm: await presentFilterForm(request, { path, filter, project, people }),
    total: [...windows.values()].reduce((sum, { count }) => sum + count, 0),
    columns: presentBoard(actor, project, { columns, windows, assignees, labels, blocked, filter }),
    can: {
      create: mayOnProject(actor, 'tasks.create', project),
      columns: mayOnProject(actor, 'tasks.manage_columns', project),
    },
  });
}

/** "Show more" of one column: ?column=7&show=150. */
function widenedColumn(
  request: Request,
  columns: readonly ColumnRow[],
): ReadonlyMap<number, number> {
  const column = columns.find(({ id: columnId }) => String(columnId) === query(request, 'column'));
  const wanted = Number(query(request, 'show'));
  if (!column || !Number.isInteger(wanted) || wanted < 1) return new Map();
  return new Map([[column.id, Math.min(wanted, mostShown)]]);
}
