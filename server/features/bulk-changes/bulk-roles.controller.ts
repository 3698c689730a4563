import {
  formState,
  handleForm,
  idIn,
  query,
  type Request,
  type Response,
  redirect,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listGrantableRoles } from '../people/index.js';
import { bulkRolesForm, formerRolesForm } from './bulk-changes.forms.js';
import {
  changeRolesOfMany,
  planRestoration,
  planRoles,
  restoreRoles,
} from './bulk-roles.service.js';
import { candidatesOf, idsOf, outOfReach, planFor, requireSomebody } from './candidates.js';
import { addressFor, backOf, type Draft, renderChoice, renderConfirmation } from './pages.js';
import type { RoleChange } from './role-changes.policy.js';
import { reviewGroups } from './role-review.presenter.js';
import { selectionInForm, selectionInList } from './selection.js';

/** A role that many people of the team get, get instead of what they have, or lose. */
export const bulkRoles = { new: showNew, create };
/** The roles that people had before that. */
export const formerRoles = { new: showRestoration, create: restore };

async function showNew(request: Request, response: Response): Promise<void> {
  const selection = await selectionInList(request);
  await renderForm(request, response, { ...selection, form: formState({ mode: 'add' }) });
}

async function create(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: bulkRolesForm,
    save: async ({ member, mode, role_id: roleId, step }) => {
      const change = { mode, roleId };
      if (step === 'review') return renderReview(request, response, member, change);
      const { changeId, count } = await changeRolesOfMany(request.actor, member, change);
      redirect(request, response, backOf(request), {
        toast: { key: 'bulk_changes.roles.done', values: { count } },
        undo: { action: undoAddress(changeId), fields: undoFields(changeId) },
      });
    },
    show: (form) => renderForm(request, response, { ...selectionInForm(request), form }),
  });
}

/** Who has to show first that it is them undoes a change from here. */
async function showRestoration(request: Request, response: Response): Promise<void> {
  const t = translatorFor(request.actor.locale);
  const changeId = idIn(query(request, 'change_id')) ?? 0;
  const plan = await planRestoration(request.actor, changeId);
  const count = plan.going.length;
  if (count === 0)
    return redirect(request, response, '/users', { toast: 'bulk_changes.errors.undo_over' });
  await renderConfirmation(request, response, {
    plan,
    title: t('bulk_changes.roles.undo', { count }),
    lines: [t('bulk_changes.roles.at_once')],
    action: undoAddress(changeId),
    fields: undoFields(changeId),
    button: { label: t('bulk_changes.roles.undo_button', { count }) },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  await handleForm(request, response, {
    schema: formerRolesForm,
    save: async ({ change_id: changeId }) => {
      const count = await restoreRoles(actor, changeId);
      const toast = { key: 'bulk_changes.roles.undone', values: { count } };
      redirect(request, response, backOf(request), { toast });
    },
    show: async ({ values, errors }) => {
      const changeId = idIn(String(values.change_id)) ?? 0;
      const { going } = await planRestoration(actor, changeId);
      await renderForm(request, response, {
        membershipIds: idsOf(going),
        isTooMany: false,
        form: { ...formState({ mode: 'add' }), errors },
      });
    },
  });
}

function undoAddress(changeId: number): string {
  return `/bulk-changes/roles/restoration?change_id=${changeId}`;
}

function undoFields(changeId: number) {
  return { change_id: String(changeId) };
}

async function renderForm(request: Request, response: Response, draft: Draft): Promise<void> {
  const { actor } = request;
  const candidates = await candidatesOf(actor, draft.membershipIds);
  const options = await listGrantableRoles(actor, 'team');
  await renderChoice(request, response, {
    ...draft,
    kind: 'roles',
    plan: planFor(candidates, (candidate) => outOfReach(actor, candidate)),
    modes: ['add', 'replace', 'take'],
    field: { name: 'role_id', label: translatorFor(actor.locale)('people.fields.role'), options },
  });
}

/** A change of role says who gains and who loses what before it is made. */
async function renderReview(
  request: Request,
  response: Response,
  membershipIds: number[],
  change: RoleChange,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const plan = await planRoles(actor, membershipIds, change);
  requireSomebody(plan);
  const count = plan.going.length;
  await renderConfirmation(request, response, {
    plan,
    title: t('bulk_changes.roles.review', { count }),
    lines: [t('bulk_changes.roles.at_once')],
    action: addressFor('roles', idsOf(plan.going)),
    fields: { mode: change.mode, role_id: String(change.roleId), step: 'save' },
    button: { label: t('bulk_changes.roles.save', { count }) },
    groups: await reviewGroups(t, actor, { going: plan.going, change }),
  });
}
