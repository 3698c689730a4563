import { id, type Request, type Response, render, view } from '../../core/http/index.js';
import { holds } from '../../core/permissions/index.js';
import { recentActivity } from '../activity/index.js';
import {
  companyOf,
  findProject,
  listProgress,
  listProjectPeople,
  presentCrumbs,
  presentDescription,
  presentHead,
  presentMenu,
  settingsRights,
} from '../projects/index.js';
import { daysFor } from '../tasks/index.js';
import { presentUpcoming } from './overview.presenter.js';
import { listUpcomingTasks } from './overview.queries.js';

const showView = view('overview/project');
const mostTasks = 8;
const mostLines = 8;

export const projectOverview = { show };

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const project = await findProject(actor, id(request, 'projectId'));
  const { team, clients } = await listProjectPeople(project.id);
  const progress = (await listProgress(actor, [project])).get(project.id);
  const seesTasks = holds(actor, 'tasks.view');
  const tasks = seesTasks ? await listUpcomingTasks(actor, project.id, mostTasks) : [];
  const days = daysFor(actor);
  render(request, response, showView, {
    title: project.name,
    current: 'projects',
    crumbs: presentCrumbs(actor, project),
    head: presentHead(actor, project, { current: 'overview', team, progress }),
    menu: presentMenu(actor, project),
    project: {
      id: project.id,
      descriptionHtml: presentDescription(project),
      startOn: project.start_on,
      dueOn: project.due_on,
      company: companyOf(actor, project),
      isArchived: project.archived_at !== null,
    },
    tasks: tasks.map((task) => presentUpcoming(task, days)),
    team,
    clients,
    lines: await recentActivity(actor, { projectIds: [project.id], limit: mostLines }),
    can: { ...settingsRights(actor, project), seeTasks: seesTasks },
  });
}
