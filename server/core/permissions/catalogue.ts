/** How far a permission reaches. A permission that is only yes or no uses 'all' for yes. */
export type Scope = 'none' | 'own' | 'assigned' | 'all';

/** Whose work a role describes. */
export type Audience = 'team' | 'client';

/** Key of a built-in role. */
export type BuiltInRole = 'admin' | 'staff' | 'client';

/** The eight headings under which permissions are shown. */
export const permissionAreas = [
  'projects',
  'tasks',
  'users',
  'files',
  'communication',
  'financial',
  'settings',
  'reports',
] as const;

interface Entry {
  area: (typeof permissionAreas)[number];
  /** Scopes that can be chosen besides 'none', narrowest first. */
  scopes: readonly Exclude<Scope, 'none'>[];
  /** A client role or a contact can hold it. */
  forClients?: true;
  /** Concerns the whole installation: counts only in the primary workspace. */
  installation?: true;
  /** What the built-in roles hold; absent means none. */
  defaults: Partial<Record<BuiltInRole, Scope>>;
}

const yes = ['all'] as const;
const projectScopes = ['assigned', 'all'] as const;
const taskScopes = ['own', 'assigned', 'all'] as const;
const adminOnly = { admin: 'all' } as const;
const workers = { admin: 'all', staff: 'assigned' } as const;
const everyone = { admin: 'all', staff: 'assigned', client: 'assigned' } as const;
const teamYes = { admin: 'all', staff: 'all' } as const;

/** Every permission there is (PRODUCT 3.2), with the scopes it can have and who holds it from the start. */
export const catalogue = {
  'projects.view': {
    area: 'projects',
    scopes: projectScopes,
    forClients: true,
    defaults: everyone,
  },
  'projects.create': { area: 'projects', scopes: yes, defaults: adminOnly },
  'projects.edit': { area: 'projects', scopes: projectScopes, defaults: adminOnly },
  'projects.archive': { area: 'projects', scopes: projectScopes, defaults: adminOnly },
  'projects.delete': { area: 'projects', scopes: projectScopes, defaults: adminOnly },
  'projects.manage_access': { area: 'projects', scopes: projectScopes, defaults: adminOnly },
  'tasks.view': { area: 'tasks', scopes: taskScopes, forClients: true, defaults: everyone },
  'tasks.create': { area: 'tasks', scopes: projectScopes, defaults: workers },
  'tasks.edit': { area: 'tasks', scopes: taskScopes, defaults: workers },
  'tasks.assign': { area: 'tasks', scopes: projectScopes, defaults: workers },
  'tasks.change_status': { area: 'tasks', scopes: taskScopes, defaults: workers },
  'tasks.delete': { area: 'tasks', scopes: taskScopes, defaults: { admin: 'all', staff: 'own' } },
  'tasks.manage_columns': { area: 'tasks', scopes: projectScopes, defaults: adminOnly },
  'tasks.share': { area: 'tasks', scopes: projectScopes, defaults: workers },
  'tasks.request_review': { area: 'tasks', scopes: projectScopes, defaults: workers },
  'tasks.review': {
    area: 'tasks',
    scopes: ['assigned'],
    forClients: true,
    defaults: { client: 'assigned' },
  },
  'tasks.comment': { area: 'tasks', scopes: taskScopes, forClients: true, defaults: everyone },
  'time.log': { area: 'tasks', scopes: taskScopes, defaults: workers },
  'time.view': { area: 'tasks', scopes: projectScopes, defaults: adminOnly },
  'users.view': { area: 'users', scopes: yes, defaults: adminOnly },
  'users.create': { area: 'users', scopes: yes, defaults: adminOnly },
  'users.edit': { area: 'users', scopes: yes, defaults: adminOnly },
  'users.deactivate': { area: 'users', scopes: yes, defaults: adminOnly },
  'users.delete': { area: 'users', scopes: yes, defaults: adminOnly },
  'clients.view': { area: 'users', scopes: projectScopes, defaults: workers },
  'clients.create': { area: 'users', scopes: projectScopes, defaults: adminOnly },
  'clients.edit': { area: 'users', scopes: projectScopes, defaults: adminOnly },
  'clients.deactivate': { area: 'users', scopes: projectScopes, defaults: adminOnly },
  'clients.delete': { area: 'users', scopes: projectScopes, defaults: adminOnly },
  'roles.manage': { area: 'users', scopes: yes, defaults: adminOnly },
  'teams.manage': { area: 'users', scopes: yes, defaults: adminOnly },
  'files.view': { area: 'files', scopes: taskScopes, forClients: true, defaults: everyone },
  'files.upload': { area: 'files', scopes: taskScopes, forClients: true, defaults: workers },
  'files.delete': { area: 'files', scopes: taskScopes, defaults: { admin: 'all', staff: 'own' } },
  'files.manage_folders': { area: 'files', scopes: projectScopes, defaults: workers },
  'files.share': { area: 'files', scopes: projectScopes, defaults: workers },
  'chat.discussions': {
    area: 'communication',
    scopes: projectScopes,
    forClients: true,
    defaults: everyone,
  },
  'chat.team': { area: 'communication', scopes: yes, defaults: teamYes },
  'chat.direct': {
    area: 'communication',
    scopes: yes,
    forClients: true,
    defaults: { ...teamYes, client: 'all' },
  },
  'chat.with_clients': { area: 'communication', scopes: yes, defaults: teamYes },
  'invoices.view': {
    area: 'financial',
    scopes: ['own', 'all'],
    forClients: true,
    defaults: { admin: 'all', client: 'own' },
  },
  'invoices.create': { area: 'financial', scopes: yes, defaults: adminOnly },
  'invoices.edit': { area: 'financial', scopes: yes, defaults: adminOnly },
  'invoices.send': { area: 'financial', scopes: yes, defaults: adminOnly },
  'invoices.delete': { area: 'financial', scopes: yes, defaults: adminOnly },
  'invoices.pay': {
    area: 'financial',
    scopes: ['own'],
    forClients: true,
    defaults: { client: 'own' },
  },
  'payments.record': { area: 'financial', scopes: yes, defaults: adminOnly },
  'payments.refund': { area: 'financial', scopes: yes, defaults: adminOnly },
  'payments.view': { area: 'financial', scopes: yes, defaults: adminOnly },
  'revenue.view': { area: 'financial', scopes: yes, defaults: adminOnly },
  'settings.general': { area: 'settings', scopes: yes, defaults: adminOnly },
  'settings.branding': { area: 'settings', scopes: yes, defaults: adminOnly },
  'settings.sender': { area: 'settings', scopes: yes, defaults: adminOnly },
  'settings.templates': { area: 'settings', scopes: yes, defaults: adminOnly },
  'settings.invoices': { area: 'settings', scopes: yes, defaults: adminOnly },
  'settings.payments': { area: 'settings', scopes: yes, defaults: adminOnly },
  'settings.integrations': { area: 'settings', scopes: yes, defaults: adminOnly },
  'settings.email': { area: 'settings', scopes: yes, installation: true, defaults: adminOnly },
  'settings.security': { area: 'settings', scopes: yes, installation: true, defaults: adminOnly },
  'settings.license': { area: 'settings', scopes: yes, installation: true, defaults: adminOnly },
  'settings.maintenance': {
    area: 'settings',
    scopes: yes,
    installation: true,
    defaults: adminOnly,
  },
  'workspaces.manage': { area: 'settings', scopes: yes, installation: true, defaults: adminOnly },
  'reports.dashboard': { area: 'reports', scopes: yes, defaults: adminOnly },
  'reports.team_activity': { area: 'reports', scopes: yes, defaults: adminOnly },
  'reports.client_activity': { area: 'reports', scopes: yes, defaults: adminOnly },
  'audit.view': { area: 'reports', scopes: yes, defaults: adminOnly },
} as const satisfies Record<string, Entry>;

/** The name of a permission; a misspelt one does not compile. */
export type Permission = keyof typeof catalogue;

/** All permissions, in the order of the catalogue. */
export const permissions = Object.keys(catalogue) as Permission[];

/** One permission's entry. */
export function permissionEntry(permission: Permission): Entry {
  return catalogue[permission];
}

/** Whether a text is the name of a permission. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(catalogue, text);
}

/** The scope a built-in role holds from the start. */
export function defaultScope(role: BuiltInRole, permission: Permission): Scope {
  return permissionEntry(permission).defaults[role] ?? 'none';
}

/** Whether a role of an audience may hold a permission at all (PRODUCT 3.1.6). */
export function allowedFor(audience: Audience, permission: Permission): boolean {
  return audience === 'team'
    ? permission !== 'tasks.review' && permission !== 'invoices.pay'
    : permissionEntry(permission).forClients === true;
}

const widths: Record<Scope, number> = { none: 0, own: 1, assigned: 2, all: 3 };

/** The wider of two scopes. */
export function widest(a: Scope, b: Scope): Scope {
  return widths[a] >= widths[b] ? a : b;
}

/** Whether scope `a` reaches at least as far as scope `b`. */
export function reaches(a: Scope, b: Scope): boolean {
  return widths[a] >= widths[b];
}
