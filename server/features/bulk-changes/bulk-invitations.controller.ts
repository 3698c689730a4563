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
import { canMail } from '../people/index.js';
import { peopleForm } from './bulk-changes.forms.js';
import { inviteMany, planInvitations } from './bulk-invitations.service.js';
import { chosenInList } from './candidates.js';
import { backOf, frameOf, presentPlan } from './pages.js';
import { memberIdsIn } from './typed-members.js';

const confirmView = view('bulk-changes/confirm');

/** Many people who get their invitation once more. */
export const bulkInvitations = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  await renderForm(request, response, { ...(await chosenInList(request)), form: formState() });
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: peopleForm,
    save: async ({ member }) => {
      const count = await inviteMany(request.actor, member);
      const toast = { key: 'bulk_changes.invitations.done', values: { count } };
      redirect(request, response, backOf(request), { toast });
    },
    show: (form) =>
      renderForm(request, response, {
        membershipIds: memberIdsIn(request),
        isTooMany: false,
        form,
      }),
  });
}

async function renderForm(
  request: Request,
  response: Response,
  {
    membershipIds,
    isTooMany,
    form,
  }: { membershipIds: number[]; isTooMany: boolean; form: FormState },
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const plan = await planInvitations(actor, membershipIds);
  const count = plan.going.length;
  render(request, response, confirmView, {
    ...frameOf(request, t('bulk_changes.invitations.title', { count })),
    ...(await presentPlan(actor, plan, ({ email }) => email)),
    action: '/bulk-changes/invitations',
    lines: [t(`bulk_changes.invitations.${canMail() ? 'what' : 'no_mail'}`)],
    fields: {},
    // Without mail a link is handed over one by one, from the page of each.
    button: canMail()
      ? { label: t('bulk_changes.invitations.button', { count }), isDanger: false }
      : null,
    isTooMany,
    form,
  });
}
