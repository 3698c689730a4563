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
import { requireMayDelete } from '../memberships/index.js';
import { frameOf, type PersonRow, personHref, personOf } from '../people/index.js';
import { confirmationForm } from './departures.forms.js';
import { presentTraces } from './departures.presenter.js';
import { deletePerson } from './departures.service.js';
import { tracesOf } from './traces.queries.js';
import { trashDays } from './trash-days.js';

const newView = view('departures/new');

/** Deleting somebody, after it was said what that takes away and what stays. */
export const deletions = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  await requireMayDelete(request.actor, person.user_id);
  await show(request, response, person, formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  await handleForm(request, response, {
    schema: confirmationForm,
    save: async ({ confirmation }) => {
      await deletePerson(request.actor, person.user_id, confirmation);
      const toast = { key: 'departures.deleted', values: { name: person.name } };
      redirect(request, response, '/trash', { toast });
    },
    show: (form) => show(request, response, person, form),
  });
}

async function show(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState,
): Promise<void> {
  const t = translatorFor(request.actor.locale);
  render(request, response, newView, {
    title: t('departures.new.title', { name: person.name }),
    ...frameOf(request, person, t('departures.new.crumb')),
    form,
    days: trashDays,
    lines: presentTraces(t, person, await tracesOf(request.actor, person)),
    person: { name: person.name, href: personHref(person), number: person.user_id },
  });
}
