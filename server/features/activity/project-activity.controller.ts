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
import {
  findProject,
  listProgress,
  listProjectPeople,
  presentCrumbs,
  presentHead,
} from '../projects/index.js';
import { recentActivity } from './recent.js';

const indexView = view('activity/index');
const perPage = 50;

export const projectActivity = { index };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const project = await findProject(actor, id(request, 'projectId'));
  const before = idIn(query(request, 'before'));
  const lines = await recentActivity(actor, {
    projectIds: [project.id],
    limit: perPage + 1,
    ...(before === undefined ? {} : { before }),
  });
  const shown = lines.slice(0, perPage);
  const last = shown.at(-1);
  const title = translatorFor(actor.locale)('activity.title');
  render(request, response, indexView, {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    head: presentHead(actor, project, {
      current: 'activity',
      team: (await listProjectPeople(project.id)).team,
      progress: (await listProgress(actor, [project])).get(project.id),
    }),
    lines: shown,
    olderHref: lines.length > perPage && last ? `?before=${last.id}` : null,
  });
}
