import { type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { RoleRow } from '../roles/index.js';
import type { Rehearsal } from './rehearsal.js';
import { frameOf } from './role-pages.js';
import { presentChanges } from './roles.presenter.js';

const rehearsalView = view('access/rehearsal');
/** Names shown of a group; the rest is a number. */
const namesShown = 20;

/** What is looked over, and the form that does it. */
export interface RehearsalParts {
  role: RoleRow;
  rehearsal: Rehearsal;
  kind: 'edit' | 'reset' | 'removal';
  /** Sent again with the button that does it. */
  fields: readonly (readonly [string, string])[];
}

const forms = {
  edit: { path: '', method: 'PATCH', back: '/edit' },
  reset: { path: '/reset', method: '', back: '' },
  removal: { path: '/removal', method: '', back: '/removal' },
} as const;

/** Shows who gains and who loses what by a change of a role, by name, before it is made. */
export function renderRehearsal(
  request: Request,
  response: Response,
  { role, rehearsal, kind, fields }: RehearsalParts,
): void {
  const t = translatorFor(request.actor.locale);
  const { path, method, back } = forms[kind];
  const address = `/roles/${role.id}`;
  render(request, response, rehearsalView, {
    title: t(`access.rehearsal.${kind}.title`, { name: role.name }),
    ...frameOf(request, role, t(`access.rehearsal.${kind}.crumb`)),
    kind,
    fields: method ? [...fields, ['_method', method]] : fields,
    action: address + path,
    backHref: address + back,
    groups: rehearsal.groups.map(({ names, grants }) => ({
      ...namesOf(names),
      lines: presentChanges(grants, t),
    })),
    unchanged: namesOf(rehearsal.unchanged),
    more: rehearsal.more,
    total: rehearsal.total,
  });
}

function namesOf(names: readonly string[]) {
  const first = names.slice(0, namesShown);
  return { names: first.join(', '), count: names.length, more: names.length - first.length };
}
