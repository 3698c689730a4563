import {
  type FormState,
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listTeamChoices, listTeamProjects } from '../people/index.js';
import { bulkTeamsForm } from './bulk-changes.forms.js';
import { changeTeamOfMany, planTeam, type TeamChange } from './bulk-teams.service.js';
import { candidatesOf, chosenInList, planFor, requireSomebody } from './candidates.js';
import { backOf, frameOf, presentPlan } from './pages.js';
import { memberIdsIn } from './typed-members.js';

const newView = view('bulk-changes/teams');
const confirmView = view('bulk-changes/confirm');

/** A team that many people come into or leave. */
export const bulkTeams = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  const chosen = await chosenInList(request);
  await renderForm(request, response, { ...chosen, form: formState({ mode: 'add' }) });
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: bulkTeamsForm,
    save: async ({ member, mode, team_id: teamId, step }) => {
      const change = { mode, teamId };
      if (step === 'review') return renderReview(request, response, member, change);
      const changed = await changeTeamOfMany(request.actor, member, change);
      const back = mode === 'add' ? 'take' : 'add';
      redirect(request, response, backOf(request), {
        toast: { key: `bulk_changes.teams.done_${mode}`, values: { count: changed.length } },
        undo: {
          action: '/bulk-changes/teams',
          fields: { member: changed.join(','), mode: back, team_id: String(teamId), step: 'save' },
        },
      });
    },
    show: (form) =>
      renderForm(request, response, {
        membershipIds: memberIdsIn(request),
        isTooMany: false,
        form,
      }),
  });
}

async function renderForm(
  request: Request,
  response: Response,
  {
    membershipIds,
    isTooMany,
    form,
  }: { membershipIds: number[]; isTooMany: boolean; form: FormState },
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const plan = planFor(await candidatesOf(actor, membershipIds), () => null);
  const teams = await listTeamChoices(actor);
  render(request, response, newView, {
    ...frameOf(request, t('bulk_changes.teams.title')),
    ...(await presentPlan(actor, plan)),
    isTooMany,
    form,
    teams: teams.map(({ id, name }) => ({ value: id, label: name })),
  });
}

/** Who comes into a team comes onto its projects, which is said by name before it is done. */
async function renderReview(
  request: Request,
  response: Response,
  membershipIds: number[],
  change: TeamChange,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const plan = await planTeam(actor, membershipIds, change);
  requireSomebody(plan);
  const projects = await listTeamProjects(actor, change.teamId);
  const values = { team: plan.team.name, count: plan.going.length };
  const names = projects.map((project) => project.name).join(', ');
  const title = t(`bulk_changes.teams.review_${change.mode}`, values);
  render(request, response, confirmView, {
    ...frameOf(request, title),
    ...(await presentPlan(actor, plan)),
    action: '/bulk-changes/teams',
    lines: names ? [t(`bulk_changes.teams.projects_${change.mode}`, { names })] : [],
    fields: { mode: change.mode, team_id: String(change.teamId), step: 'save' },
    button: { label: t(`bulk_changes.teams.button_${change.mode}`), isDanger: false },
    isTooMany: false,
    form: formState(),
  });
}
