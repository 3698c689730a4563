import { id, query, type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { can, scopeOf } from '../../core/permissions/index.js';
import {
  findProject,
  listProgress,
  listProjectPeople,
  presentCrumbs,
  presentHead,
  projectFacts,
} from '../projects/index.js';
import { monthFrom, presentCalendar, spanOf } from './calendar.presenter.js';
import {
  listAllDates,
  listMilestoneDates,
  listMyDates,
  listProjectDates,
} from './calendar.queries.js';

const showView = view('overview/calendar');
const projectView = view('overview/project-calendar');

export const calendar = { show };
export const projectCalendar = { show: showProject };

/** The month of everybody or of oneself; one query, whatever it holds. */
async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const month = monthFrom(actor, query(request, 'month'));
  const isAll = query(request, 'whose') === 'all';
  const whose = isAll ? 'all' : '';
  const span = spanOf(actor, month);
  const tasks = isAll ? await listAllDates(actor, span) : await listMyDates(actor, span);
  const reach = scopeOf(actor, 'tasks.edit');
  render(request, response, showView, {
    title: translatorFor(actor.locale)('overview.calendar.title'),
    current: 'calendar',
    chips: [
      { label: 'overview.calendar.mine', href: address('/calendar', { month }), current: !isAll },
      {
        label: 'overview.calendar.all',
        href: address('/calendar', { month, whose: 'all' }),
        current: isAll,
      },
    ],
    calendar: presentCalendar(actor, month, {
      tasks,
      milestones: [],
      path: (other) => address('/calendar', { month: other, whose }),
      // What is one's own is within reach of every scope; of others only who reaches all is sure.
      mayMove: () => reach === 'all' || (!isAll && reach !== 'none'),
    }),
  });
}

/** The month of a project with its milestones. */
async function showProject(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const project = await findProject(actor, id(request, 'projectId'));
  const month = monthFrom(actor, query(request, 'month'));
  const span = spanOf(actor, month);
  const path = `/projects/${project.id}/calendar`;
  const facts = { ...projectFacts(actor, project), own: false };
  const title = translatorFor(actor.locale)('projects.tabs.calendar');
  render(request, response, projectView, {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    head: presentHead(actor, project, {
      current: 'calendar',
      team: (await listProjectPeople(project.id)).team,
      progress: (await listProgress(actor, [project])).get(project.id),
    }),
    calendar: presentCalendar(actor, month, {
      tasks: await listProjectDates(actor, project.id, span),
      milestones: await listMilestoneDates(actor, project.id, span),
      path: (other) => address(path, { month: other }),
      mayMove: () => can(actor, 'tasks.edit', facts),
    }),
  });
}

function address(path: string, parameters: Record<string, string>): string {
  const search = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return search.size > 0 ? `${path}?${search}` : path;
}
