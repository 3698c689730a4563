import {
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listGrantableRoles } from '../people/index.js';
import { bulkRolesForm, formerRolesForm } from './bulk-changes.forms.js';
import { changeRolesOfMany, planRoles, restoreRoles } from './bulk-roles.service.js';
import { candidatesOf, outOfReach, planFor, requireSomebody } from './candidates.js';
import { writeFormer } from './former-roles.js';
import { backOf, type Draft, renderChoice, renderConfirmation } from './pages.js';
import type { RoleChange } from './role-changes.policy.js';
import { reviewGroups } from './role-review.presenter.js';
import { selectionInForm, selectionInList } from './selection.js';

/** A role that many people of the team get, get instead of what they have, or lose. */
export const bulkRoles = { new: showNew, create };
/** The roles that people had before that. */
export const formerRoles = { create: restore };

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
      const former = await changeRolesOfMany(request.actor, member, change);
      const held = writeFormer(former);
      redirect(request, response, backOf(request), {
        toast: { key: 'bulk_changes.roles.done', values: { count: former.size } },
        ...(held === undefined
          ? {}
          : { undo: { action: '/bulk-changes/roles/restoration', fields: { held } } }),
      });
    },
    show: (form) => renderForm(request, response, { ...selectionInForm(request), form }),
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: formerRolesForm,
    save: async ({ held }) => {
      const count = await restoreRoles(request.actor, held);
      const toast = { key: 'bulk_changes.roles.undone', values: { count } };
      redirect(request, response, '/users', { toast });
    },
    show: (form) => renderForm(request, response, { membershipIds: [], isTooMany: false, form }),
  });
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
    change: 'roles',
    fields: { mode: change.mode, role_id: String(change.roleId), step: 'save' },
    button: { label: t('bulk_changes.roles.save', { count }) },
    groups: await reviewGroups(t, actor, { going: plan.going, change }),
  });
}
