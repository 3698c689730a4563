import {
  Forbidden,
  type FormState,
  handleForm,
  id,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listContactOptions } from '../clients/index.js';
import { listTeamOptions } from '../memberships/index.js';
import { setPeople } from './project-access.service.js';
import { peopleState, presentChoices } from './project-form.presenter.js';
import { listProjectPeople } from './project-people.queries.js';
import { peopleForm } from './projects.forms.js';
import { mayOnProject } from './projects.policy.js';
import { presentCrumbs } from './projects.presenter.js';
import { type FoundProject, findProject } from './projects.queries.js';

const editView = view('projects/people');

export const people = { edit, update };

async function edit(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request);
  await renderEdit(request, response, project, peopleState(await listProjectPeople(project.id)));
}

async function update(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request);
  await handleForm(request, response, {
    schema: peopleForm,
    save: async ({ membership_ids }) => {
      const { before } = await setPeople(request.actor, project.id, membership_ids);
      const path = returnPath(request, `/projects/${project.id}`);
      redirect(request, response, path, {
        toast: { key: 'projects.toasts.people', values: { name: project.name } },
        undo: {
          action: `/projects/${project.id}/people`,
          fields: { membership_ids: before.join(','), return_to: path },
        },
      });
    },
    show: (form) => renderEdit(request, response, project, form),
  });
}

async function findManaged(request: Request): Promise<FoundProject> {
  const project = await findProject(request.actor, id(request, 'projectId'));
  if (!mayOnProject(request.actor, 'projects.manage_access', project)) throw new Forbidden();
  return project;
}

async function renderEdit(
  request: Request,
  response: Response,
  project: FoundProject,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const title = translatorFor(actor.locale)('projects.people.title');
  render(request, response, editView, {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    project: { id: project.id, name: project.name },
    form,
    returnTo: returnPath(request, `/projects/${project.id}`),
    choices: presentChoices({
      companies: [],
      team: await listTeamOptions(actor.workspaceId),
      contacts: await listContactOptions(actor),
      present: await listProjectPeople(project.id),
    }),
  });
}
