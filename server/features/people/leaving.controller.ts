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
import { listHeld } from '../hand-overs/index.js';
import { findMembership, mayChangeUser, requireMayChange } from '../memberships/index.js';
import { leavingToast, presentEffects, presentHeld, returnToast } from './leaving.presenter.js';
import { deactivatePerson, reactivatePerson } from './leaving.service.js';
import { chosenTakers } from './leaving-choice.js';
import { deactivationForm, reactivationForm } from './people.forms.js';
import type { PersonRow } from './people.queries.js';
import { isInactive, isInvited, personHref } from './person.presenter.js';
import { frameOf, personOf } from './person-pages.js';
import { renderProfile } from './profiles.controller.js';

const leavingView = view('people/leaving');

/** The day somebody leaves: what that ends, and what becomes of their work. */
export const deactivations = { new: newDeactivation, create, destroy };

async function newDeactivation(request: Request, response: Response): Promise<void> {
  const person = await leaverOf(request);
  if (isInactive(person)) return redirect(request, response, personHref(person));
  await show(request, response, person, formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const person = await leaverOf(request);
  await handleForm(request, response, {
    schema: deactivationForm,
    save: async (wishes) => {
      const passed = await deactivatePerson(request.actor, person, wishes);
      redirect(request, response, personHref(person), {
        toast: leavingToast(person, passed),
        // An invitation that is dead does not come back to life.
        ...(isInvited(person) || isInactive(person) ? {} : { undo: undoOf(person) }),
      });
    },
    show: (form) => show(request, response, person, form),
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  await handleForm(request, response, {
    schema: reactivationForm,
    save: async ({ gives_back: givesBack }) => {
      const count = await reactivatePerson(request.actor, person, { givesBack });
      redirect(request, response, personHref(person), { toast: returnToast(person, count) });
    },
    show: (form) => renderProfile(request, response, person, form),
  });
}

/** Somebody whom the actor may deactivate. @throws NotFound, Forbidden */
async function leaverOf(request: Request): Promise<PersonRow> {
  const person = await personOf(request);
  const member = await findMembership(request.actor, person.membership_id);
  await requireMayChange(request.actor, member, 'deactivate');
  return person;
}

function undoOf(person: PersonRow) {
  const fields = { _method: 'DELETE', gives_back: '1' };
  return { action: `${personHref(person)}/deactivation`, fields };
}

async function show(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const holder = {
    membershipId: person.membership_id,
    userId: person.user_id,
    name: person.name,
  };
  const isEverywhere = await mayChangeUser(actor, person.user_id, 'deactivate');
  const held = await listHeld(actor, holder, (kind) => chosenTakers(form, kind));
  render(request, response, leavingView, {
    title: t('people.deactivate.title', { name: person.name }),
    ...frameOf(request, person, t('people.deactivate.open')),
    form,
    person: { name: person.name, href: personHref(person) },
    effects: presentEffects(t, person, { isEverywhere }),
    held: held.map((kind) => presentHeld(t, person, kind, form)),
  });
}
