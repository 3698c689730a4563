import {
  type FormState,
  formState,
  handleForm,
  id,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { peopleAreas } from '../roles/index.js';
import { confirmationForm } from './departures.forms.js';
import { presentTrashed } from './departures.presenter.js';
import { findTrashed, listTrashed } from './departures.queries.js';
import { restorePerson } from './departures.service.js';
import { erasePerson } from './erasure.service.js';
import { trashDays } from './trash-days.js';

const trashView = view('departures/trash');

/** Those who were deleted, until they are erased. */
export const trash = { index };
export const restorations = { create: restore };
export const erasures = { create: erase };

async function index(request: Request, response: Response): Promise<void> {
  await show(request, response, { form: formState() });
}

async function restore(request: Request, response: Response): Promise<void> {
  const { name } = await restorePerson(request.actor, id(request, 'userId'));
  redirect(request, response, '/trash', {
    toast: { key: 'departures.restored', values: { name } },
  });
}

async function erase(request: Request, response: Response): Promise<void> {
  const { user_id: userId } = await findTrashed(request.actor, id(request, 'userId'));
  await handleForm(request, response, {
    schema: confirmationForm,
    save: async ({ confirmation }) => {
      await erasePerson(request.actor, userId, confirmation);
      redirect(request, response, '/trash', { toast: { key: 'departures.erased', values: {} } });
    },
    show: (form) => show(request, response, { form, userId }),
  });
}

/** The list; with the one whose name was typed wrong, and what was said about it. */
async function show(
  request: Request,
  response: Response,
  { form, userId }: { form: FormState; userId?: number },
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const page = await listTrashed(actor, Number(query(request, 'page')) || 1);
  const refused = userId === undefined ? [] : [await findTrashed(actor, userId)];
  // Sent from another page of the list, it stands on top of the first.
  const others = page.rows.filter((row) => row.user_id !== userId);
  render(request, response, trashView, {
    title: t('departures.trash.title'),
    current: 'people',
    crumbs: [{ label: t('departures.trash.title') }],
    areas: peopleAreas(t, actor, 'trash'),
    days: trashDays,
    form,
    refusedId: userId,
    list: {
      ...page,
      base: '/trash',
      rows: [...refused, ...others].map((row) => presentTrashed(t, row)),
    },
  });
}
