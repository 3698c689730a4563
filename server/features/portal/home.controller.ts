import { type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import { listProgress } from '../projects/index.js';
import { presentNeeds } from './needs.js';
import { newsFor } from './news.js';
import { presentProject } from './portal.presenter.js';
import { listFirstProjects } from './portal.queries.js';
import { renderProject } from './portal-projects.controller.js';

const homeView = view('portal/home');
const mostShown = 6;

export const home = { show };

/** With one project, that project is the home of the portal. */
async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const found = await listFirstProjects(actor, mostShown + 1);
  const [only] = found;
  if (only && found.length === 1) return renderProject(request, response, only, 'home');
  const shown = found.slice(0, mostShown);
  const progress = await listProgress(actor, shown);
  render(request, response, homeView, {
    title: translatorFor(actor.locale)('portal.nav.home'),
    current: 'home',
    hello: { name: firstName(actor), welcome: setting(actor.workspaceId, 'branding.welcome') },
    projects: shown.map((project) => presentProject(actor, project, progress.get(project.id))),
    hasMore: found.length > mostShown,
    needs: await presentNeeds(actor),
    news:
      shown.length > 0
        ? await newsFor(
            actor,
            shown.map((project) => project.id),
          )
        : null,
  });
}

function firstName(actor: Actor): string {
  return actor.name.split(/\s+/)[0] ?? actor.name;
}
