import {
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { canMail } from '../people/index.js';
import { peopleForm } from './bulk-changes.forms.js';
import { inviteMany, planInvitations } from './bulk-invitations.service.js';
import { idsOf } from './candidates.js';
import { addressFor, backOf, type Draft, renderConfirmation } from './pages.js';
import { selectionInForm, selectionInList } from './selection.js';

/** Many people who get their invitation once more. */
export const bulkInvitations = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  await renderForm(request, response, { ...(await selectionInList(request)), form: formState() });
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: peopleForm,
    save: async ({ member }) => {
      const count = await inviteMany(request.actor, member);
      const toast = { key: 'bulk_changes.invitations.done', values: { count } };
      redirect(request, response, backOf(request), { toast });
    },
    show: (form) => renderForm(request, response, { ...selectionInForm(request), form }),
  });
}

async function renderForm(request: Request, response: Response, draft: Draft): Promise<void> {
  const t = translatorFor(request.actor.locale);
  const plan = await planInvitations(request.actor, draft.membershipIds);
  const count = plan.going.length;
  await renderConfirmation(request, response, {
    ...draft,
    plan,
    title: t('bulk_changes.invitations.title', { count }),
    lines: [t(`bulk_changes.invitations.${canMail() ? 'what' : 'no_mail'}`)],
    action: addressFor('invitations', idsOf(plan.going)),
    noteOf: ({ email }) => email,
    // Without mail a link is handed over one by one, from the page of each.
    button: canMail() ? { label: t('bulk_changes.invitations.button', { count }) } : null,
  });
}
