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
import { rolesHeld } from '../memberships/index.js';
import { differenceInWords } from './grants.presenter.js';
import { rolesForm } from './people.forms.js';
import type { PersonRow } from './people.queries.js';
import { listRoleChoices, rolesNamed, scopesOfMember } from './people-roles.queries.js';
import { personHref } from './person.presenter.js';
import { editablePersonOf, frameOf } from './person-pages.js';
import { changeRolesOf, checkRoles } from './person-roles.service.js';

const formView = view('people/roles');
const reviewView = view('people/roles_review');

export const memberRoles = { edit, update };

async function edit(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  const [first, ...more] = (await rolesHeld(person.membership_id)).map((row) => row.role_id);
  const form = formState({ role_id: first ?? '', more_role_ids: more });
  await renderForm(request, response, person, form);
}

async function update(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  await handleForm(request, response, {
    schema: rolesForm,
    save: async (input) => {
      const roleIds = [...new Set([input.role_id, ...input.more_role_ids])];
      await checkRoles(request.actor, person, roleIds);
      if (input.step === 'review') return renderReview(request, response, person, roleIds);
      await changeRolesOf(request.actor, person, roleIds);
      const toast = { key: 'people.roles.saved', values: { name: person.name } };
      redirect(request, response, personHref(person), { toast });
    },
    show: (form) => renderForm(request, response, person, form),
  });
}

async function renderForm(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState,
): Promise<void> {
  const t = translatorFor(request.actor.locale);
  const roles = await listRoleChoices(request.actor, person);
  const href = personHref(person);
  render(request, response, formView, {
    title: t('people.roles.title', { name: person.name }),
    ...frameOf(request, person, t('people.columns.role')),
    form,
    person: { name: person.name, href },
    roles: { options: roles.map(({ id, name }) => ({ value: id, label: name })), more: roles },
  });
}

/** A change of role says who gains and who loses what before it is made. */
async function renderReview(
  request: Request,
  response: Response,
  person: PersonRow,
  roleIds: readonly number[],
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const { membership_id, audience } = person;
  const held = (await rolesHeld(membership_id)).map((row) => row.role_id);
  const before = await scopesOfMember(audience, membership_id, held);
  const after = await scopesOfMember(audience, membership_id, roleIds);
  const names = await rolesNamed(actor, [...held, ...roleIds]);
  const named = (ids: readonly number[]) => ids.flatMap((id) => names.get(id) ?? []).join(', ');
  render(request, response, reviewView, {
    title: t('people.roles.review', { name: person.name }),
    ...frameOf(request, person, t('people.columns.role')),
    person: { name: person.name, href: personHref(person) },
    before: named(held),
    after: named(roleIds),
    fields: [
      ['role_id', roleIds[0]],
      ...roleIds.slice(1).map((roleId) => ['more_role_ids', roleId]),
    ],
    ...differenceInWords(t, audience, { before: before.own, after: after.own }),
  });
}
