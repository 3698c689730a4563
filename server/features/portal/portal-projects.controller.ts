import { paginate } from '../../core/database/index.js';
import {
  id,
  pageNumber,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type FoundProject, findProject, listProgress } from '../projects/index.js';
import { presentNeeds } from './needs.js';
import { presentProject } from './portal.presenter.js';
import { portalProjects } from './portal.queries.js';
import { presentProjectPage } from './project-page.js';

const indexView = view('portal/projects');
const showView = view('portal/project');

export const portalProjectPages = { index, show };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const page = await paginate(portalProjects(actor), { page: pageNumber(request), perPage: 24 });
  const progress = await listProgress(actor, page.rows);
  render(request, response, indexView, {
    title: translatorFor(actor.locale)('portal.nav.projects'),
    current: 'projects',
    projects: page.rows.map((project) => presentProject(actor, project, progress.get(project.id))),
    page,
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  await renderProject(request, response, project, 'projects');
}

/** A project as its clients see it; also the home of who has only this one. */
export async function renderProject(
  request: Request,
  response: Response,
  project: FoundProject,
  current: 'home' | 'projects',
): Promise<void> {
  const { actor } = request;
  const parts = await presentProjectPage(actor, project, pageNumber(request));
  const needs = current === 'home' ? await presentNeeds(actor) : null;
  render(request, response, showView, { title: project.name, current, needs, ...parts });
}
