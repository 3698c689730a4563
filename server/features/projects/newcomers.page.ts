import {
  hiddenFields,
  type Request,
  type Response,
  render,
  typedFields,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { presentOnlookers } from './newcomers.presenter.js';
import type { Onlookers } from './newcomers.service.js';
import { presentCrumbs } from './projects.presenter.js';
import type { FoundProject } from './projects.queries.js';

const newcomersView = view('projects/newcomers');

/** The form that puts contacts on a project, and what they would see there. */
interface Asking {
  project: FoundProject;
  groups: readonly Onlookers[];
  /** Where the form goes, and how. */
  action: string;
  method?: 'PATCH';
}

/** Asks whether contacts shall see what is marked for clients, before they do; nothing typed is lost. */
export function askAboutNewcomers(
  request: Request,
  response: Response,
  { project, groups, action, method }: Asking,
): void {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const count = groups.reduce((sum, { names }) => sum + names.length, 0);
  render(request, response, newcomersView, {
    title: t('projects.newcomers.title', { name: project.name, count }),
    current: 'projects',
    crumbs: presentCrumbs(actor, project, t('projects.newcomers.crumb')),
    groups: presentOnlookers(t, groups),
    action,
    method,
    fields: hiddenFields({ values: typedFields(request) }),
    readersHref: `/projects/${project.id}/readers`,
  });
}
