import { type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { recentActivity } from '../activity/index.js';
import { facesShown, listFacesOf, listProgress, presentListed } from '../projects/index.js';
import { portalHomeHandler } from './home.port.js';
import { greetingFor, presentFigures, presentMyTasks } from './overview.presenter.js';
import { countFigures, listAdminNames, listMyProjects, listMyTasks } from './overview.queries.js';

const showView = view('overview/home');
const mostTasks = 15;
const mostProjects = 6;
const mostLines = 10;

export const home = { show };

/** One address for everybody: clients find the portal's home here, the team its own day. */
async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  if (actor.kind === 'client') return portalHomeHandler()(request, response);
  const tasks = holds(actor, 'tasks.view') ? await listMyTasks(actor, mostTasks) : [];
  const projects = await presentMyProjects(actor);
  const figures = holds(actor, 'reports.dashboard') ? await countFigures(actor) : null;
  const lines = await recentActivity(actor, { limit: mostLines });
  const isEmpty = projects.length === 0 && tasks.length === 0;
  const mayCreate = holds(actor, 'projects.create');
  render(request, response, showView, {
    title: translatorFor(actor.locale)('overview.title'),
    current: 'home',
    greeting: { key: greetingFor(actor), name: actor.name.split(' ')[0] ?? actor.name },
    figures: figures ? presentFigures(figures) : [],
    groups: presentMyTasks(actor, tasks),
    projects,
    lines,
    isEmpty,
    hasOthers: figures !== null && figures.projects > 0,
    admins: isEmpty && !mayCreate ? await listAdminNames(actor) : [],
    can: { create: mayCreate },
  });
}

async function presentMyProjects(actor: Actor) {
  if (!holds(actor, 'projects.view')) return [];
  const projects = await listMyProjects(actor, mostProjects);
  const ids = projects.map((project) => project.id);
  const faces = await listFacesOf(ids, facesShown);
  const progress = await listProgress(actor, projects);
  return projects.map((project) =>
    presentListed(actor, project, {
      faces: faces.get(project.id),
      progress: progress.get(project.id),
    }),
  );
}
