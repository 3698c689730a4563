import {
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listTeamChoices, listTeamProjects } from '../people/index.js';
import { bulkTeamsForm } from './bulk-changes.forms.js';
import { changeTeamOfMany, planTeam, type TeamChange } from './bulk-teams.service.js';
import { candidatesOf, idsOf, planFor, requireSomebody } from './candidates.js';
import { addressFor, backOf, type Draft, renderChoice, renderConfirmation } from './pages.js';
import { selectionInForm, selectionInList } from './selection.js';

/** A team that many people come into or leave. */
export const bulkTeams = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  const selection = await selectionInList(request);
  await renderForm(request, response, { ...selection, form: formState({ mode: 'add' }) });
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
          action: addressFor('teams', changed),
          fields: { member: changed.join(','), mode: back, team_id: String(teamId), step: 'save' },
        },
      });
    },
    show: (form) => renderForm(request, response, { ...selectionInForm(request), form }),
  });
}

async function renderForm(request: Request, response: Response, draft: Draft): Promise<void> {
  const { actor } = request;
  const options = await listTeamChoices(actor);
  await renderChoice(request, response, {
    ...draft,
    kind: 'teams',
    plan: planFor(await candidatesOf(actor, draft.membershipIds), () => null),
    modes: ['add', 'take'],
    field: { name: 'team_id', label: translatorFor(actor.locale)('teams.one'), options },
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
  await renderConfirmation(request, response, {
    plan,
    title: t(`bulk_changes.teams.review_${change.mode}`, values),
    lines: names ? [t(`bulk_changes.teams.projects_${change.mode}`, { names })] : [],
    action: addressFor('teams', idsOf(plan.going)),
    fields: { mode: change.mode, team_id: String(change.teamId), step: 'save' },
    button: { label: t(`bulk_changes.teams.button_${change.mode}`) },
  });
}
