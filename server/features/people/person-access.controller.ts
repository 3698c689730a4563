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
import { canMail } from './arrivals.service.js';
import { keepForHandOver, takeHandOver } from './hand-over.js';
import { presentHandOver } from './hand-over.presenter.js';
import { passwordForm } from './people.forms.js';
import type { PersonRow } from './people.queries.js';
import { personHref } from './person.presenter.js';
import {
  renewInvitation,
  sendResetLink,
  setPassword,
  withdrawInvitation,
} from './person-access.service.js';
import { editablePersonOf, frameOf, personOf } from './person-pages.js';

const passwordView = view('people/password');
const handOverView = view('people/hand_over');

export const invitations = { create: renew, destroy: withdraw };
export const resetLinks = { create: sendReset };
export const passwords = { new: newPassword, create: createPassword };
export const handOvers = { show: showHandOver };

/** Sends the invitation again, or makes a new link for copying: the one before dies. */
async function renew(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  const secret = await renewInvitation(request.actor, person);
  if (canMail() && (request.body as { copy?: unknown }).copy === undefined) {
    const toast = { key: 'people.invited', values: { name: person.name, email: person.email } };
    return redirect(request, response, personHref(person), { toast });
  }
  handOver(request, response, person, { kind: 'invitation', secret });
}

async function withdraw(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  await withdrawInvitation(request.actor, person);
  const toast = { key: 'people.invitation.withdrawn', values: { name: person.name } };
  redirect(request, response, personHref(person), { toast });
}

async function sendReset(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  const secret = await sendResetLink(request.actor, person);
  if (!canMail()) return handOver(request, response, person, { kind: 'reset', secret });
  const toast = { key: 'people.password.link_sent', values: { email: person.email } };
  redirect(request, response, personHref(person), { toast });
}

async function newPassword(request: Request, response: Response): Promise<void> {
  renderPassword(request, response, await editablePersonOf(request), formState());
}

async function createPassword(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  await handleForm(request, response, {
    schema: passwordForm,
    save: async (input) => {
      const secret = await setPassword(request.actor, person, input.password);
      handOver(request, response, person, { kind: 'password', secret });
    },
    show: (form) => renderPassword(request, response, person, form),
  });
}

async function showHandOver(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  const kept = takeHandOver(request, response, person.user_id);
  // It is shown once: whoever comes again finds the person's page, where a new one can be made.
  if (!kept) return redirect(request, response, personHref(person));
  const t = translatorFor(request.actor.locale);
  const handOver = presentHandOver(t, person, kept);
  render(request, response, handOverView, {
    title: handOver.title,
    ...frameOf(request, person, t('people.hand_over.crumb')),
    handOver,
    doneHref: personHref(person),
  });
}

function handOver(
  request: Request,
  response: Response,
  person: PersonRow,
  made: { kind: 'invitation' | 'password' | 'reset'; secret: string },
): void {
  const isMailed = made.kind !== 'password' && canMail();
  keepForHandOver(request, response, { userId: person.user_id, ...made, isMailed });
  redirect(request, response, `${personHref(person)}/hand-over`);
}

function renderPassword(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState,
): void {
  const t = translatorFor(request.actor.locale);
  render(request, response, passwordView, {
    title: t('people.password.title', { name: person.name }),
    ...frameOf(request, person, t('people.password.crumb')),
    form,
    person: { name: person.name, href: personHref(person) },
  });
}
