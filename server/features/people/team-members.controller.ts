import {
  Forbidden,
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
import { holds } from '../../core/permissions/index.js';
import { addTeamMembers, findTeam, removeTeamMember, type TeamRow } from '../teams/index.js';
import { teamMembersForm } from './people.forms.js';
import { surroundingsOf } from './people-surroundings.queries.js';
import { listTeamCandidates, mayStaff } from './people-teams.queries.js';
import { presentMembers, presentTeam, teamCrumbs, teamHref } from './teams.presenter.js';

const newView = view('teams/add');

export const teamMembers = { new: showNew, create, destroy };

async function showNew(request: Request, response: Response): Promise<void> {
  const wanted = { search: query(request, 'q'), page: pageNumber(request) };
  await renderNew(request, response, await staffedTeam(request), { form: formState(), ...wanted });
}

async function create(request: Request, response: Response): Promise<void> {
  const team = await staffedTeam(request);
  await handleForm(request, response, {
    schema: teamMembersForm,
    save: async (input) => {
      const names = await addTeamMembers(request.actor, team.id, input.membership_ids);
      const values = { team: team.name, name: names[0] ?? '', count: names.length };
      const key = names.length > 0 ? 'teams.members.added' : 'teams.members.none_added';
      redirect(request, response, teamHref(team), { toast: { key, values } });
    },
    show: (form) => {
      const { search, page } = form.values;
      const wanted = { search: String(search ?? ''), page: Number(page) || 1 };
      return renderNew(request, response, team, { form, ...wanted });
    },
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const team = await findTeam(request.actor, id(request, 'teamId'));
  const membershipId = id(request, 'membershipId');
  const name = await removeTeamMember(request.actor, team.id, membershipId);
  if (name === undefined) return redirect(request, response, teamHref(team));
  redirect(request, response, teamHref(team), {
    toast: { key: 'teams.members.removed', values: { name, team: team.name } },
    undo: {
      action: `${teamHref(team)}/members`,
      fields: { membership_ids: String(membershipId) },
    },
  });
}

/** A team whose members the actor may change. @throws NotFound, Forbidden */
async function staffedTeam(request: Request): Promise<TeamRow> {
  const team = await findTeam(request.actor, id(request, 'teamId'));
  if (!(await mayStaff(request.actor, team.id))) throw new Forbidden('teams.errors.staff');
  return team;
}

async function renderNew(
  request: Request,
  response: Response,
  team: TeamRow,
  { form, ...typed }: { form: FormState; search: string; page: number },
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const wanted = { ...typed, search: typed.search.trim().slice(0, 200) };
  const page = await listTeamCandidates(actor, team.id, wanted);
  const action = `${teamHref(team)}/members/new`;
  const found = wanted.search ? `?${new URLSearchParams({ q: wanted.search })}` : '';
  render(request, response, newView, {
    title: t('teams.members.title', { team: team.name }),
    current: 'people',
    crumbs: teamCrumbs(t, team, t('teams.members.add')),
    team: presentTeam(team),
    form,
    search: {
      action,
      label: t(`teams.members.${holds(actor, 'users.view') ? 'search' : 'search_names'}`),
      search: wanted.search,
      keep: {},
    },
    list: {
      ...presentMembers(actor, page, await surroundingsOf(actor, page.rows)),
      base: `${action}${found}`,
    },
  });
}
