import {
  type FormState,
  formState,
  handleForm,
  hiddenFields,
  query,
  type Request,
  type Response,
  render,
  stepOf,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { listCompanyOptions, switchesOf } from '../clients/index.js';
import { glimpsesOf, presentGlimpse } from '../projects/index.js';
import { canMail } from './arrivals.service.js';
import { presentSwitches, switchesAfter } from './contact-switches.presenter.js';
import { listFurtherPlaces } from './further-places.service.js';
import { finishArrival } from './hand-over.js';
import { addNewcomer, checkContact, type Newcomer } from './newcomers.service.js';
import { type NewContactInput, newContactForm } from './people.forms.js';
import { listProjectChoices } from './people-projects.queries.js';
import { listGrantableRoles, scopesOfRoles } from './people-roles.queries.js';
import { presentReview } from './review.presenter.js';
import { typedForm, typedPassword, withSealedPassword } from './typed-form.js';

const newView = view('clients/new');
const reviewView = view('people/review');

export const newContacts = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  const roles = await listGrantableRoles(request.actor, 'client');
  const usual = roles.find((role) => role.key === 'client') ?? roles[0];
  const form = formState({
    access: 'invitation',
    role_id: usual?.id ?? '',
    company_id: query(request, 'company'),
  });
  await renderNewContact(request, response, form);
}

async function create(request: Request, response: Response): Promise<void> {
  const step = stepOf(request);
  if (step === 'change') return renderNewContact(request, response, typedForm(request));
  if (step !== 'review' && step !== 'save' && step !== '') {
    const form = typedForm(request);
    form.values.switches = [...switchesAfter(step, await baseOf(form))];
    return renderNewContact(request, response, form);
  }
  await handleForm(request, response, {
    schema: newContactForm,
    save: (input) => goOn(request, response, input),
    show: (form) => renderNewContact(request, response, withSealedPassword(request, form)),
  });
}

async function goOn(request: Request, response: Response, input: NewContactInput): Promise<void> {
  const { actor } = request;
  const newcomer = await checkContact(actor, input, typedPassword(request));
  if (input.step === 'save') {
    const arrived = await addNewcomer(actor, newcomer);
    return finishArrival(request, response, newcomer, arrived);
  }
  const t = translatorFor(actor.locale);
  const review = {
    ...presentReview(actor, newcomer, canMail()),
    glimpse: await glimpseOf(actor, newcomer),
  };
  render(request, response, reviewView, {
    title: review.title,
    current: 'clients',
    crumbs: [{ label: t('clients.title'), href: '/clients' }, { label: t('people.review.crumb') }],
    review,
    fields: hiddenFields(typedForm(request)),
  });
}

/** What somebody new will see in the projects they get, in words; null where they get none. */
async function glimpseOf(actor: Actor, { projects, scopes }: Newcomer) {
  if (projects.length === 0) return null;
  const rights = new Map([...scopes].map(([name, scope]) => [name, { scope, sources: [] }]));
  const ids = projects.map((project) => project.id);
  const [glimpse] = await glimpsesOf(actor, ids, [rights]);
  return glimpse ? presentGlimpse(translatorFor(actor.locale), glimpse) : null;
}

/** Shows the form for a new contact; `isFromTeam` when it was begun as one for the team. */
export async function renderNewContact(
  request: Request,
  response: Response,
  form: FormState,
  { isFromTeam = false } = {},
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const roles = await listGrantableRoles(actor, 'client');
  const base = await baseOf(form);
  // A form that was never shown with its switches has nothing to say about them yet.
  if (isFromTeam || request.method === 'GET') form.values.switches = base;
  render(request, response, newView, {
    title: t('contacts.new.title'),
    current: 'clients',
    crumbs: [{ label: t('clients.title'), href: '/clients' }, { label: t('contacts.new.title') }],
    form,
    isFromTeam,
    roles: {
      options: roles.map((role) => ({ value: role.id, label: role.name })),
      more: roles,
    },
    companies: [
      { value: '', label: t('contacts.fields.no_company') },
      ...(await listCompanyOptions(actor)).map(({ id, name }) => ({ value: id, label: name })),
    ],
    switches: holds(actor, 'clients.edit') ? presentSwitches(t, form, base) : null,
    projects: await listProjectChoices(actor),
    places: await listFurtherPlaces(actor, 'client'),
    hasMail: canMail(),
    isPasswordKept: form.values.sealed !== undefined,
  });
}

/** The switches that the chosen roles turn on by themselves. */
async function baseOf({ values }: FormState) {
  const ids = [values.role_id ?? [], values.more_role_ids ?? []].flat().map(Number);
  return switchesOf(await scopesOfRoles('client', ids.filter(Number.isSafeInteger)));
}
