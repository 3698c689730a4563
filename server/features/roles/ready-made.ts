import {
  allowedFor,
  type Permission,
  permissions,
  type Scope,
} from '../../core/permissions/index.js';
import { builtInScopes } from './roles.policy.js';

/** Roles that many agencies need, offered as starting points (PRODUCT 3.3). */
export const readyMadeKeys = [
  'project_manager',
  'bookkeeper',
  'finance',
  'senior_designer',
  'external_contractor',
  'director',
  'team_member',
] as const;
export type ReadyMadeKey = (typeof readyMadeKeys)[number];

type Grants = Partial<Record<Permission, Scope>>;

const money: Grants = {
  'invoices.view': 'all',
  'invoices.create': 'all',
  'invoices.edit': 'all',
  'invoices.send': 'all',
  'payments.view': 'all',
  'payments.record': 'all',
  'revenue.view': 'all',
  'clients.view': 'all',
};

const makers: Record<ReadyMadeKey, () => Map<Permission, Scope>> = {
  project_manager: () =>
    staffWith({
      'projects.view': 'all',
      'projects.manage_access': 'all',
      'tasks.view': 'all',
      'tasks.create': 'all',
      'tasks.edit': 'all',
      'tasks.assign': 'all',
      'tasks.change_status': 'all',
      ...every(/^files\./, 'all'),
      'reports.team_activity': 'all',
    }),
  bookkeeper: () => only(money),
  finance: () => only({ ...money, 'reports.dashboard': 'all' }),
  senior_designer: () =>
    staffWith({ ...every(/^(tasks|files)\./, 'assigned'), 'clients.view': 'none' }),
  external_contractor: () =>
    only({
      'projects.view': 'assigned',
      'tasks.view': 'own',
      'tasks.change_status': 'own',
      'tasks.comment': 'own',
      'files.view': 'own',
      'files.upload': 'own',
      'chat.discussions': 'assigned',
    }),
  director: () => only({ ...every(/\.view$/, 'all'), ...every(/^reports\./, 'all') }),
  team_member: () => staffWith({}),
};

/** What a ready-made role gives; what is missing is none. */
export function readyMadeScopes(key: ReadyMadeKey): Map<Permission, Scope> {
  return makers[key]();
}

/** Whether a text names a ready-made role. */
export function isReadyMade(text: string): text is ReadyMadeKey {
  return (readyMadeKeys as readonly string[]).includes(text);
}

function staffWith(grants: Grants): Map<Permission, Scope> {
  return new Map([...builtInScopes('staff'), ...only(grants)]);
}

function only(grants: Grants): Map<Permission, Scope> {
  return new Map(Object.entries(grants) as [Permission, Scope][]);
}

function every(pattern: RegExp, scope: Scope): Grants {
  const found = permissions.filter((key) => allowedFor('team', key) && pattern.test(key));
  return Object.fromEntries(found.map((key) => [key, scope]));
}
