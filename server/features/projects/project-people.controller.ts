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
  stepOf,
  typedFields,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { askAboutNewcomers } from './newcomers.page.js';
import { onlookersAmong } from './newcomers.service.js';
import { choiceOf, setPeople } from './project-access.service.js';
import {
  peopleChoice,
  peopleState,
  presentPeopleChoices,
  presentViewable,
} from './project-people.presenter.js';
import { peopleSources } from './project-people.sources.js';
import { peopleForm } from './projects.forms.js';
import { mayOnProject } from './projects.policy.js';
import { presentCrumbs } from './projects.presenter.js';
import { type FoundProject, findProject } from './projects.queries.js';

const editView = view('projects/people');

export const people = { edit, update };

async function edit(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request);
  const form = peopleState(await choiceOf(request.actor, project.id));
  await renderEdit(request, response, project, form);
}

async function update(request: Request, response: Response): Promise<void> {
  const project = await findManaged(request);
  const step = stepOf(request);
  if (step === 'change') {
    const form = { values: typedFields(request), errors: {} };
    return renderEdit(request, response, project, form);
  }
  await handleForm(request, response, {
    schema: peopleForm,
    save: async ({ membership_ids: membershipIds, team_ids: teamIds, ends }) => {
      const chosen = { membershipIds, teamIds, ends };
      if (step !== 'confirmed') {
        const groups = await onlookersAmong(request.actor, project.id, membershipIds);
        const action = `/projects/${project.id}/people`;
        if (groups.length > 0)
          return askAboutNewcomers(request, response, { project, groups, action });
      }
      const before = await setPeople(request.actor, project.id, chosen);
      const path = returnPath(request, `/projects/${project.id}`);
      redirect(request, response, path, {
        toast: { key: 'projects.toasts.people', values: { name: project.name } },
        undo: {
          action: `/projects/${project.id}/people`,
          fields: {
            membership_ids: before.membershipIds.join(','),
            team_ids: before.teamIds.join(','),
            ends: [...(before.ends ?? [])].map((end) => end.join(':')).join(','),
            return_to: path,
            step: 'confirmed',
          },
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
  const t = translatorFor(actor.locale);
  const title = t('projects.people.title');
  const sources = await peopleSources(actor, peopleChoice(form), project.id);
  render(request, response, editView, {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    project: { id: project.id, name: project.name },
    form,
    returnTo: returnPath(request, `/projects/${project.id}`),
    choices: presentPeopleChoices(t, sources),
    viewable: presentViewable(actor, sources.present?.clients ?? []),
  });
}
