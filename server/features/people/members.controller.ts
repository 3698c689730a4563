import {
  type FormState,
  formState,
  handleForm,
  id,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { isMailSetUp } from '../../core/mail/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import { mayChangeUser } from '../memberships/index.js';
import { listRoles, peopleAreas } from '../roles/index.js';
import { listTeamOptions } from '../teams/index.js';
import {
  filterFields,
  isFiltered,
  mostInBulk,
  type PeopleFilter,
  readFilter,
} from './people.filters.js';
import { memberForm } from './people.forms.js';
import { listMembers, listOtherWorkspaces, type PersonRow } from './people.queries.js';
import { type ListSelect, presentPeopleList, secondFactorSelect } from './people-list.presenter.js';
import { surroundingsOf } from './people-surroundings.queries.js';
import { changeDetails } from './person-details.service.js';
import { editablePersonOf, frameOf, savedToast } from './person-pages.js';

const indexView = view('people/index');
const editView = view('people/edit');

export const members = { index, edit, update };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const filter = { ...readFilter(request), companyId: null };
  const page = await listMembers(actor, filter);
  const teams = await listTeamOptions(actor);
  render(request, response, indexView, {
    title: t('people.title'),
    current: 'people',
    crumbs: [{ label: t('people.title') }],
    areas: peopleAreas(t, actor, 'team'),
    canAdd: holds(actor, 'users.create'),
    isReviewDue: isReviewDue(actor),
    filterFields: filterFields(filter),
    hasTeams: teams.length > 0,
    bulk: offeredInBulk(actor),
    isAlone: page.total === 1 && !isFiltered(filter),
    ...presentPeopleList(actor, '/users', {
      filter,
      page,
      selects: await selectsOf(actor, filter, teams),
      around: await surroundingsOf(actor, page.rows),
    }),
  });
}

/** What the list is narrowed by: teams where there are some, other workspaces for Super Admins alone. */
async function selectsOf(
  actor: Actor,
  filter: PeopleFilter,
  teams: readonly { id: number; name: string }[],
): Promise<ListSelect[]> {
  const t = translatorFor(actor.locale);
  const role: ListSelect = {
    name: 'role',
    label: t('people.columns.role'),
    value: filter.roleId,
    all: t('people.search.any_role'),
    options: await listRoles(actor.workspaceId, 'team'),
  };
  const team: ListSelect = {
    name: 'team',
    label: t('teams.one'),
    value: filter.teamId,
    all: t('teams.any'),
    options: teams,
  };
  const workspaces = await listOtherWorkspaces(actor);
  const workspace: ListSelect = {
    name: 'workspace',
    label: t('people.search.workspace'),
    value: filter.workspaceId,
    all: t('people.search.any_workspace'),
    options: workspaces.map(({ id, name }) => ({
      id,
      name: t('people.search.also_in', { name }),
    })),
  };
  return [role, team, workspace, secondFactorSelect(t, filter)].filter(
    ({ options }) => options.length > 0,
  );
}

/** What the actor can do with many at once. */
function offeredInBulk(actor: Actor) {
  const changes = [
    ...(holds(actor, 'users.edit') ? ['roles'] : []),
    ...(holds(actor, 'teams.manage') ? ['teams'] : []),
    ...(holds(actor, 'users.deactivate') ? ['deactivation', 'reactivation'] : []),
    ...(holds(actor, 'users.create') ? ['invitations'] : []),
  ];
  return { isOffered: changes.length > 0, most: mostInBulk, changes };
}

/** The reminder sets it and signing off clears it, so that the page costs no query more. */
function isReviewDue(actor: Actor): boolean {
  const remindedAt = setting(actor.workspaceId, 'access.review_reminded_at');
  return remindedAt > 0 && holds(actor, 'users.deactivate');
}

async function edit(request: Request, response: Response): Promise<void> {
  // One's own details stand on one's profile.
  if (id(request, 'userId') === request.actor.userId)
    return redirect(request, response, '/profile');
  const person = await editablePersonOf(request);
  const { name, email, phone, job_title } = person;
  await renderEdit(request, response, person, formState({ name, email, phone, job_title }));
}

async function update(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  await handleForm(request, response, {
    schema: memberForm,
    save: async (input) => {
      const awaited = await changeDetails(request.actor, person, input);
      const toast = savedToast(input.name, awaited);
      redirect(request, response, `/users/${person.user_id}`, { toast });
    },
    show: (form) => renderEdit(request, response, person, form),
  });
}

async function renderEdit(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState,
): Promise<void> {
  const t = translatorFor(request.actor.locale);
  render(request, response, editView, {
    title: t('people.edit.title', { name: person.name }),
    ...frameOf(request, person, t('shared.edit')),
    form,
    isConfirmed: isMailSetUp() && person.user_status === 'active',
    person: { name: person.name, href: `/users/${person.user_id}` },
    canChangeEmail: await mayChangeUser(request.actor, person.user_id, 'edit'),
  });
}
