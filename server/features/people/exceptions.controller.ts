import { momentAt } from '../../core/dates/index.js';
import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  NotFound,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { overridesOf } from '../memberships/index.js';
import { presentExceptionChoices, presentExceptions } from './exceptions.presenter.js';
import { liftException, setException } from './exceptions.service.js';
import { exceptionForm, exceptionKeyForm } from './people.forms.js';
import type { PersonRow } from './people.queries.js';
import { editablePersonOf, frameOf } from './person-pages.js';

const exceptionsView = view('people/exceptions');

/** What one member of the team may or may not do, whatever their roles say. */
export const exceptions = { edit, create, destroy };

async function edit(request: Request, response: Response): Promise<void> {
  const person = await memberOf(request);
  await renderPage(request, response, person, formState({ reach: 'all' }));
}

async function create(request: Request, response: Response): Promise<void> {
  const person = await memberOf(request);
  await handleForm(request, response, {
    schema: exceptionForm,
    save: async ({ permission, reach, until }) => {
      const endsAt = until === null ? null : momentAt(until, request.actor.timezone);
      if (endsAt === undefined) throw new Invalid({ until: 'errors.date' });
      await setException(request.actor, person, { permission, reach, endsAt });
      goOn(request, response, person);
    },
    show: (form) => renderPage(request, response, person, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const person = await memberOf(request);
  await handleForm(request, response, {
    schema: exceptionKeyForm,
    save: async ({ permission }) => {
      await liftException(request.actor, person, permission);
      goOn(request, response, person);
    },
    show: (form) => renderPage(request, response, person, form),
  });
}

/** What a contact may do is said by their switches. */
async function memberOf(request: Request): Promise<PersonRow> {
  const person = await editablePersonOf(request);
  if (person.audience !== 'team') throw new NotFound();
  return person;
}

function goOn(request: Request, response: Response, { user_id, name }: PersonRow): void {
  const toast = { key: 'people.exceptions.saved', values: { name } };
  redirect(request, response, `/users/${user_id}/exceptions`, { toast });
}

async function renderPage(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState,
): Promise<void> {
  const t = translatorFor(request.actor.locale);
  render(request, response, exceptionsView, {
    title: t('people.exceptions.title', { name: person.name }),
    ...frameOf(request, person, t('people.exceptions.crumb')),
    form,
    person: { name: person.name, href: `/users/${person.user_id}` },
    exceptions: presentExceptions(t, await overridesOf(person.membership_id)),
    choices: presentExceptionChoices(t),
  });
}
