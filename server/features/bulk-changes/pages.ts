import {
  type FormState,
  formState,
  type Request,
  type Response,
  render,
  returnPath,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listAddress, mostInBulk, readFilter } from '../people/index.js';
import { idsOf, type Plan } from './candidates.js';
import { type Note, presentPlan } from './presented-plan.js';
import type { ReviewGroup } from './role-review.presenter.js';
import type { Selection } from './selection.js';

const chooseView = view('bulk-changes/choose');
const confirmView = view('bulk-changes/confirm');

/** A change as its address names it. */
type ChangeName = 'roles' | 'teams' | 'deactivation' | 'reactivation' | 'invitations';

/** A form of a change: whom it is meant for, and how it stands. */
export interface Draft extends Selection {
  form: FormState;
}

/** What is chosen for many: whether it is given or taken, and what. */
interface Choice {
  kind: 'roles' | 'teams';
  modes: readonly string[];
  field: { name: string; label: string; options: readonly { id: number; name: string }[] };
}

/** What is asked once more before it is done. */
interface Confirmation {
  title: string;
  lines: readonly string[];
  /** Where the form goes, as addressFor() makes it. */
  action: string;
  /** What the form carries along besides the people. */
  fields?: Readonly<Record<string, string>>;
  /** Nothing where it cannot be done. */
  button: { label: string; isDanger?: boolean } | null;
  noteOf?: Note | undefined;
  /** People told apart by what the change comes to for them, instead of one list. */
  groups?: readonly ReviewGroup[];
}

/** The page on which a change of those who can go along with it is chosen. */
export async function renderChoice(
  request: Request,
  response: Response,
  { kind, modes, field, plan, isTooMany, form }: Choice & Draft & { plan: Plan },
): Promise<void> {
  const t = translatorFor(request.actor.locale);
  render(request, response, chooseView, {
    ...frameOf(request, t(`bulk_changes.${kind}.title`)),
    ...(await presentPlan(request.actor, plan)),
    intro: t(`bulk_changes.${kind}.intro`),
    action: addressFor(kind, idsOf(plan.going)),
    mode: {
      legend: t(`bulk_changes.${kind}.mode`),
      options: modes.map((value) => ({
        value,
        label: t(`bulk_changes.${kind}.modes.${value}`),
        hint: t(`bulk_changes.${kind}.hints.${value}`),
      })),
    },
    field: { ...field, options: field.options.map(({ id, name }) => ({ value: id, label: name })) },
    isTooMany,
    form,
  });
}

/** The page that says by name whom a change is made to before it is made. */
export async function renderConfirmation(
  request: Request,
  response: Response,
  {
    title,
    plan,
    noteOf,
    fields = {},
    groups = [],
    isTooMany = false,
    form = formState(),
    ...rest
  }: Confirmation & Partial<Draft> & { plan: Plan },
): Promise<void> {
  render(request, response, confirmView, {
    ...frameOf(request, title),
    ...(await presentPlan(request.actor, plan, noteOf)),
    ...rest,
    fields,
    groups,
    isTooMany,
    form,
  });
}

/** The list that a change began from: what the form says, or the filter in the address. */
export function backOf(request: Request): string {
  const fromList = listAddress('/users', { ...readFilter(request), companyId: null });
  return returnPath(request, fromList);
}

/**
 * Where a form goes, with whom it is about: who has to show first that it is them comes back to the
 * same people.
 */
export function addressFor(change: ChangeName, membershipIds: readonly number[]): string {
  return `/bulk-changes/${change}?member=${membershipIds.join(',')}`;
}

function frameOf(request: Request, label: string) {
  const t = translatorFor(request.actor.locale);
  return {
    title: label,
    current: 'people',
    crumbs: [{ label: t('people.title'), href: '/users' }, { label }],
    most: mostInBulk,
    backHref: backOf(request),
  };
}
