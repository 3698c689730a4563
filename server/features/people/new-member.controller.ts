import {
  type FormState,
  formState,
  handleForm,
  hiddenFields,
  type Request,
  type Response,
  render,
  stepOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { canMail } from './arrivals.service.js';
import { listFurtherPlaces } from './further-places.service.js';
import { finishArrival } from './hand-over.js';
import { renderNewContact } from './new-contact.controller.js';
import { addNewcomer, checkMember } from './newcomers.service.js';
import { type NewMemberInput, newMemberForm } from './people.forms.js';
import { listProjectChoices } from './people-projects.queries.js';
import { listGrantableRoles } from './people-roles.queries.js';
import { listTeamChoices } from './people-teams.queries.js';
import { presentReview } from './review.presenter.js';
import { typedForm, typedPassword, withSealedPassword } from './typed-form.js';

const newView = view('people/new');
const reviewView = view('people/review');

export const newMembers = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  const roles = await listGrantableRoles(request.actor, 'team');
  const usual = roles.find((role) => role.key === 'staff') ?? roles[0];
  const form = formState({ access: 'invitation', role_id: usual?.id ?? '' });
  await renderNew(request, response, form);
}

async function create(request: Request, response: Response): Promise<void> {
  if (stepOf(request) === 'change') return renderNew(request, response, typedForm(request));
  await handleForm(request, response, {
    schema: newMemberForm,
    save: (input) => goOn(request, response, input),
    show: (form) => renderNew(request, response, withSealedPassword(request, form)),
  });
}

async function goOn(request: Request, response: Response, input: NewMemberInput): Promise<void> {
  const { actor } = request;
  if (await isForClients(actor, input.role_id))
    return renderNewContact(request, response, typedForm(request), { isFromTeam: true });
  const newcomer = await checkMember(actor, input, typedPassword(request));
  if (input.step === 'save') {
    const arrived = await addNewcomer(actor, newcomer);
    return finishArrival(request, response, newcomer, arrived);
  }
  const t = translatorFor(actor.locale);
  const review = presentReview(actor, newcomer, canMail());
  render(request, response, reviewView, {
    title: review.title,
    current: 'people',
    crumbs: [{ label: t('people.title'), href: '/users' }, { label: t('people.review.crumb') }],
    review,
    fields: hiddenFields(typedForm(request)),
  });
}

async function renderNew(request: Request, response: Response, form: FormState): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const team = await listGrantableRoles(actor, 'team');
  render(request, response, newView, {
    title: t('people.new.title'),
    current: 'people',
    crumbs: [{ label: t('people.title'), href: '/users' }, { label: t('people.new.title') }],
    form,
    roles: { options: await roleOptions(actor, team), more: team },
    teams: await listTeamChoices(actor),
    places: await listFurtherPlaces(actor, 'team'),
    projects: await listProjectChoices(actor),
    hasMail: canMail(),
    isPasswordKept: form.values.sealed !== undefined,
  });
}

/** The team's roles; those for clients lead on to the form for clients (S007). */
async function roleOptions(actor: Actor, team: readonly { id: number; name: string }[]) {
  const t = translatorFor(actor.locale);
  const asOptions = (roles: readonly { id: number; name: string }[]) =>
    roles.map((role) => ({ value: role.id, label: role.name }));
  if (!holds(actor, 'clients.create')) return asOptions(team);
  const clients = await listGrantableRoles(actor, 'client');
  return [
    { label: t('people.areas.team'), options: asOptions(team) },
    { label: t('people.areas.clients'), options: asOptions(clients) },
  ];
}

async function isForClients(actor: Actor, roleId: number): Promise<boolean> {
  if (!holds(actor, 'clients.create')) return false;
  return (await listGrantableRoles(actor, 'client')).some((role) => role.id === roleId);
}
