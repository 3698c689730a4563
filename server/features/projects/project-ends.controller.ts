import { localTime, momentAt } from '../../core/dates/index.js';
import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  Invalid,
  id,
  pageNumber,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listEnds, pageOfEnds } from './project-ends.queries.js';
import { endField, endOf, mayEndTime, setProjectEnds } from './project-ends.service.js';
import { projectEndsForm } from './projects.forms.js';
import { mayOnProject } from './projects.policy.js';
import { presentCrumbs } from './projects.presenter.js';
import { type FoundProject, findProject } from './projects.queries.js';

const endsView = view('projects/ends');

/** How long people are on a project. */
export const ends = { edit, update };

async function edit(request: Request, response: Response): Promise<void> {
  await renderForm(request, response, await findManaged(request));
}

async function update(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request);
  await handleForm(request, response, {
    schema: projectEndsForm,
    save: async ({ client_days: clientDays, ...fields }) => {
      const people = await endsIn(request, project, fields);
      await setProjectEnds(request.actor, project.id, { people, clientDays });
      redirect(request, response, `/projects/${project.id}/people`, {
        toast: { key: 'projects.ends.saved', values: { name: project.name } },
      });
    },
    show: (form) => renderForm(request, response, project, form),
  });
}

async function findManaged(request: Request): Promise<FoundProject> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  if (!mayOnProject(request.actor, 'projects.manage_access', project)) throw new Forbidden();
  return project;
}

/** A field shows whole minutes; what was not touched keeps its exact moment. */
async function endsIn(
  { actor }: Request,
  project: FoundProject,
  fields: Record<string, unknown>,
): Promise<Map<number, number | null>> {
  const sent = Object.keys(fields).flatMap((name) => /^until\.(\d{1,9})$/.exec(name)?.[1] ?? []);
  const wanted = new Map<number, number | null>();
  for (const row of await listEnds(project.id, sent.slice(0, 500).map(Number))) {
    const field = endField(row.membership_id);
    const text = String(fields[field]).trim();
    const before = endOf(row);
    if (before !== null && text === localTime(before, actor.timezone)) continue;
    const moment = text === '' ? null : momentAt(text, actor.timezone);
    if (moment === undefined) throw new Invalid({ [field]: 'errors.date' });
    wanted.set(row.membership_id, moment);
  }
  return wanted;
}

async function renderForm(
  request: Request,
  response: Response,
  project: FoundProject,
  typed?: FormState,
): Promise<void> {
  const { actor } = request;
  const page = await pageOfEnds(project.id, pageNumber(request));
  const title = translatorFor(actor.locale)('projects.ends.title');
  const shown = (moment: number | null) =>
    moment === null ? '' : localTime(moment, actor.timezone);
  const values = page.rows.map((row) => [endField(row.membership_id), shown(endOf(row))] as const);
  render(request, response, endsView, {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    project: { id: project.id, name: project.name },
    form: typed ?? formState({ client_days: project.client_days, ...Object.fromEntries(values) }),
    page,
    people: page.rows.map((row) => ({
      name: row.name,
      company: row.company_name ?? '',
      field: endField(row.membership_id),
      isOpen: mayEndTime(actor, row.membership_id),
    })),
  });
}
