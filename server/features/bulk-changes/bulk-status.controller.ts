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
import { peopleForm } from './bulk-changes.forms.js';
import { changeStatusOfMany, planStatus, type StatusChange } from './bulk-status.service.js';
import { chosenInList } from './candidates.js';
import { backOf, frameOf, openTasksNote, presentPlan } from './pages.js';
import { memberIdsIn } from './typed-members.js';

const confirmView = view('bulk-changes/confirm');

/** Many people who are kept out from now on. */
export const bulkDeactivations = pagesFor('deactivation');
/** Many people who are let in again. */
export const bulkReactivations = pagesFor('reactivation');

function pagesFor(change: StatusChange) {
  return {
    new: async (request: Request, response: Response) => {
      const chosen = await chosenInList(request);
      await renderForm(request, response, { ...chosen, change, form: formState() });
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
        undo: { action: `/bulk-changes/${opposite}`, fields: { member: changed.join(',') } },
      });
    },
    show: (form) =>
      renderForm(request, response, {
        membershipIds: memberIdsIn(request),
        isTooMany: false,
        change,
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
    change,
    form,
  }: { membershipIds: number[]; isTooMany: boolean; change: StatusChange; form: FormState },
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const plan = await planStatus(actor, membershipIds, change);
  const count = plan.going.length;
  const isDanger = change === 'deactivation';
  const tasks = isDanger ? await openTasksNote(actor, plan) : undefined;
  const lines = [t(`bulk_changes.${change}.what`)];
  if (tasks && tasks.total > 0)
    lines.push(t('bulk_changes.deactivation.tasks', { count: tasks.total }));
  render(request, response, confirmView, {
    ...frameOf(request, t(`bulk_changes.${change}.title`, { count })),
    ...(await presentPlan(actor, plan, tasks?.noteOf)),
    action: `/bulk-changes/${change}`,
    lines,
    fields: {},
    button: { label: t(`bulk_changes.${change}.button`, { count }), isDanger },
    isTooMany,
    form,
  });
}
