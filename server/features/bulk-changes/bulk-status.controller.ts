import {
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { peopleForm } from './bulk-changes.forms.js';
import { changeStatusOfMany, planStatus, type StatusChange } from './bulk-status.service.js';
import { idsOf } from './candidates.js';
import { addressFor, backOf, type Draft, renderConfirmation } from './pages.js';
import { openTasksNote } from './presented-plan.js';
import { selectionInForm, selectionInList } from './selection.js';

/** Many people who are kept out from now on. */
export const bulkDeactivations = pagesFor('deactivation');
/** Many people who are let in again. */
export const bulkReactivations = pagesFor('reactivation');

function pagesFor(change: StatusChange) {
  return {
    new: async (request: Request, response: Response) => {
      const selection = await selectionInList(request);
      await renderForm(request, response, { ...selection, change, form: formState() });
    },
    create: (request: Request, response: Response) => create(request, response, change),
  };
}

async function create(request: Request, response: Response, change: StatusChange): Promise<void> {
  const opposite = change === 'deactivation' ? 'reactivation' : 'deactivation';
  await handleForm(request, response, {
    schema: peopleForm,
    save: async ({ member }) => {
      const changed = await changeStatusOfMany(request.actor, member, change);
      redirect(request, response, backOf(request), {
        toast: { key: `bulk_changes.${change}.done`, values: { count: changed.length } },
        undo: { action: addressFor(opposite, changed), fields: { member: changed.join(',') } },
      });
    },
    show: (form) => renderForm(request, response, { ...selectionInForm(request), change, form }),
  });
}

async function renderForm(
  request: Request,
  response: Response,
  { change, ...draft }: Draft & { change: StatusChange },
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const plan = await planStatus(actor, draft.membershipIds, change);
  const count = plan.going.length;
  const isDanger = change === 'deactivation';
  const tasks = isDanger ? await openTasksNote(actor, plan) : undefined;
  const lines = [t(`bulk_changes.${change}.what`)];
  if (tasks && tasks.total > 0)
    lines.push(t('bulk_changes.deactivation.tasks', { count: tasks.total }));
  await renderConfirmation(request, response, {
    ...draft,
    plan,
    title: t(`bulk_changes.${change}.title`, { count }),
    lines,
    action: addressFor(change, idsOf(plan.going)),
    noteOf: tasks?.noteOf,
    button: { label: t(`bulk_changes.${change}.button`, { count }), isDanger },
  });
}
