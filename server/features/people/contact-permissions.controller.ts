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
import { setSwitches } from './contact-permissions.service.js';
import { presentSwitches, switchesAfter } from './contact-switches.presenter.js';
import { contactPermissionsForm } from './people.forms.js';
import type { PersonRow } from './people.queries.js';
import { switchesOfContact } from './people-roles.queries.js';
import { editablePersonOf, frameOf } from './person-pages.js';

const editView = view('clients/permissions');

export const contactPermissions = { edit, update };

async function edit(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  const { own } = await switchesOfContact(person);
  await renderEdit(request, response, person, formState({ switches: own }));
}

async function update(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  await handleForm(request, response, {
    schema: contactPermissionsForm,
    save: async (input) => {
      if (input.step !== 'save') {
        const { base } = await switchesOfContact(person);
        const form = formState({ switches: switchesAfter(input.step, base) });
        return renderEdit(request, response, person, form);
      }
      await setSwitches(request.actor, person, input.switches);
      const toast = { key: 'contacts.permissions.saved', values: { name: person.name } };
      redirect(request, response, `/clients/${person.user_id}`, { toast });
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
  const { base } = await switchesOfContact(person);
  render(request, response, editView, {
    title: t('contacts.permissions.title', { name: person.name }),
    ...frameOf(request, person, t('contacts.permissions.crumb')),
    form,
    person: { name: person.name, href: `/clients/${person.user_id}` },
    switches: presentSwitches(t, form, base),
  });
}
