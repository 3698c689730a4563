import {
  type FormState,
  formState,
  handleForm,
  id,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { countProjectsByTeam, listTeamLosses } from '../projects/index.js';
import { peopleAreas } from '../roles/index.js';
import {
  changeTeam,
  createTeam,
  deleteTeam,
  findTeam,
  listTeamMembersOf,
  type TeamRow,
  teamForm,
} from '../teams/index.js';
import { buttonForm } from './people.forms.js';
import { listTeamProjects } from './people-projects.queries.js';
import { surroundingsOf } from './people-surroundings.queries.js';
import { listTeamMembers, listTeams, mayStaff } from './people-teams.queries.js';
import { presentProject } from './profile.presenter.js';
import {
  hueChoices,
  presentLosses,
  presentMembers,
  presentTeam,
  presentTeamList,
  teamCrumbs,
  teamHref,
  teamState,
} from './teams.presenter.js';

const indexView = view('teams/index');
const showView = view('teams/show');
const newView = view('teams/new');
const editView = view('teams/edit');
/** Portraits of a team in the list. */
const portraitsShown = 5;

export const teams = { index, show, new: showNew, create, edit, update, destroy };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const wanted = { search: query(request, 'q').trim().slice(0, 200), page: pageNumber(request) };
  const page = await listTeams(actor, wanted);
  const ids = page.rows.map((team) => team.id);
  render(request, response, indexView, {
    title: t('teams.title'),
    current: 'people',
    crumbs: [{ label: t('teams.title') }],
    areas: peopleAreas(t, actor, 'teams'),
    search: { action: '/teams', label: t('teams.search'), search: wanted.search, keep: {} },
    ...presentTeamList(wanted, page, {
      members: await listTeamMembersOf(ids, portraitsShown),
      projects: await countProjectsByTeam(actor, ids),
    }),
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const team = await findTeam(actor, id(request, 'teamId'));
  const page = await listTeamMembers(actor, team.id, pageNumber(request));
  const projects = await listTeamProjects(actor, team.id);
  render(request, response, showView, {
    title: team.name,
    current: 'people',
    crumbs: teamCrumbs(t, team),
    team: presentTeam(team),
    members: presentMembers(actor, page, await surroundingsOf(actor, page.rows)),
    projects: projects.map((project) => presentProject(t, project)),
    canStaff: await mayStaff(actor, team.id),
  });
}

async function showNew(request: Request, response: Response): Promise<void> {
  renderNew(request, response, teamState());
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: teamForm,
    save: async (input) => {
      const teamId = await createTeam(request.actor, input);
      const toast = { key: 'teams.created', values: { name: input.name } };
      redirect(request, response, teamHref({ id: teamId }), { toast });
    },
    show: (form) => renderNew(request, response, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const team = await findTeam(request.actor, id(request, 'teamId'));
  await renderEdit(request, response, team, { form: teamState(team) });
}

async function update(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const team = await findTeam(actor, id(request, 'teamId'));
  await handleForm(request, response, {
    schema: teamForm,
    save: async (input) => {
      await changeTeam(actor, team.id, input);
      const toast = { key: 'teams.saved', values: { name: input.name } };
      redirect(request, response, teamHref(team), { toast });
    },
    show: (form) => renderEdit(request, response, team, { form }),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const team = await findTeam(actor, id(request, 'teamId'));
  await handleForm(request, response, {
    schema: buttonForm,
    save: async () => {
      const { name } = await deleteTeam(actor, team.id);
      redirect(request, response, '/teams', { toast: { key: 'teams.deleted', values: { name } } });
    },
    show: (deletion) => renderEdit(request, response, team, { form: teamState(team), deletion }),
  });
}

function renderNew(request: Request, response: Response, form: FormState): void {
  const t = translatorFor(request.actor.locale);
  render(request, response, newView, {
    title: t('teams.new.title'),
    current: 'people',
    crumbs: teamCrumbs(t, undefined, t('teams.new.title')),
    form,
    hues: hueChoices(t),
  });
}

async function renderEdit(
  request: Request,
  response: Response,
  team: TeamRow,
  { form, deletion = formState() }: { form: FormState; deletion?: FormState },
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  render(request, response, editView, {
    title: t('teams.edit.title', { name: team.name }),
    current: 'people',
    crumbs: teamCrumbs(t, team, t('shared.edit')),
    team: presentTeam(team),
    form,
    deletion,
    hues: hueChoices(t),
    losses: presentLosses(t, await listTeamLosses(actor, team.id)),
    canStaff: await mayStaff(actor, team.id),
  });
}
