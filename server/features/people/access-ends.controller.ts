import { localTime, momentAt } from '../../core/dates/index.js';
import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { rolesHeld } from '../memberships/index.js';
import { type AccessEnds, endFields, setAccessEnds } from './access-ends.service.js';
import { endsForm } from './people.forms.js';
import type { PersonRow } from './people.queries.js';
import { rolesNamed } from './people-roles.queries.js';
import { personHref } from './person.presenter.js';
import { editablePersonOf, frameOf } from './person-pages.js';

const endsView = view('people/ends');

/** When somebody's access ends by itself. */
export const accessEnds = { edit, update };

async function edit(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  const { timezone } = request.actor;
  const shown = (moment: number | null) => (moment === null ? '' : localTime(moment, timezone));
  const held = await rolesHeld(person.membership_id);
  const values = held.map((row) => [endFields.role(row.role_id), shown(row.ends_at)] as const);
  const form = formState({
    [endFields.membership]: shown(person.ends_at),
    ...Object.fromEntries(values),
  });
  await renderForm(request, response, person, form);
}

async function update(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  await handleForm(request, response, {
    schema: endsForm,
    save: async (input) => {
      await setAccessEnds(request.actor, person, await endsIn(request, person, input));
      const toast = { key: 'people.ends.saved', values: { name: person.name } };
      redirect(request, response, personHref(person), { toast });
    },
    show: (form) => renderForm(request, response, person, form),
  });
}

async function endsIn(
  { actor }: Request,
  person: PersonRow,
  fields: Record<string, unknown>,
): Promise<AccessEnds> {
  const held = await rolesHeld(person.membership_id);
  const roles = held.flatMap(({ role_id, ends_at }) => {
    const field = endFields.role(role_id);
    if (fields[field] === undefined) return [];
    return [[role_id, endIn(fields, field, actor.timezone, ends_at)] as const];
  });
  const membership = endIn(fields, endFields.membership, actor.timezone, person.ends_at);
  return { membership, roles: new Map(roles) };
}

/** A field shows whole minutes; what was not touched keeps its exact moment. */
function endIn(
  fields: Record<string, unknown>,
  field: string,
  timezone: string,
  before: number | null,
): number | null {
  const text = fields[field];
  if (typeof text !== 'string' || text.trim() === '') return null;
  if (before !== null && text === localTime(before, timezone)) return before;
  const moment = momentAt(text.trim(), timezone);
  if (moment === undefined) throw new Invalid({ [field]: 'errors.date' });
  return moment;
}

async function renderForm(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState,
): Promise<void> {
  const t = translatorFor(request.actor.locale);
  const held = (await rolesHeld(person.membership_id)).map((row) => row.role_id);
  const names = await rolesNamed(request.actor, held);
  render(request, response, endsView, {
    title: t('people.ends.title', { name: person.name }),
    ...frameOf(request, person, t('people.ends.crumb')),
    form,
    person: { name: person.name, href: personHref(person) },
    membershipField: endFields.membership,
    roles: held.map((roleId) => ({
      field: endFields.role(roleId),
      label: t('people.ends.role', { role: names.get(roleId) ?? '' }),
    })),
  });
}
