import type { Permission, Scope } from '../../core/permissions/index.js';

/** The switches of a contact (PRODUCT 3.2), in the order of the form. `comment` hangs under `tasks`. */
export const switchNames = [
  'projects',
  'review',
  'tasks',
  'comment',
  'download',
  'upload',
  'invoices',
  'pay',
  'communication',
] as const;
export type SwitchName = (typeof switchNames)[number];

/** Which permissions a switch gives, and how far. */
const given: Record<SwitchName, Partial<Record<Permission, Exclude<Scope, 'none'>>>> = {
  projects: { 'projects.view': 'assigned' },
  tasks: { 'tasks.view': 'assigned' },
  comment: { 'tasks.comment': 'assigned' },
  review: { 'tasks.review': 'assigned' },
  download: { 'files.view': 'assigned' },
  upload: { 'files.upload': 'assigned' },
  invoices: { 'invoices.view': 'own' },
  pay: { 'invoices.pay': 'own' },
  communication: { 'chat.discussions': 'assigned', 'chat.direct': 'all' },
};

/** Ready-made choices: everything; status, files and paying; one overview with downloads (S136). */
export const presets = {
  retainer: switchNames,
  one_off: ['projects', 'download', 'invoices', 'pay'],
  referred: ['projects', 'download'],
} as const satisfies Record<string, readonly SwitchName[]>;
export type PresetName = keyof typeof presets;

/** Names of the presets, in the order of the form. */
export const presetNames = Object.keys(presets) as PresetName[];

/** A contact's own differences from their role. */
export interface ContactOverride {
  permission: Permission;
  effect: 'allow' | 'deny';
  scope: Scope;
}

type Scopes = ReadonlyMap<Permission, Scope>;

/** The switches that a role, or a contact's effective rights, turn on: those of which they hold every permission. */
export function switchesOf(scopes: Scopes): SwitchName[] {
  return switchNames.filter((name) =>
    permissionsOf(name).every((permission) => (scopes.get(permission) ?? 'none') !== 'none'),
  );
}

/** Only what differs from the role is stored, so that a later change of the role reaches this contact too. */
export function overridesFor(base: Scopes, on: readonly SwitchName[]): ContactOverride[] {
  const wanted = withoutOrphans(on);
  return switchNames.flatMap((name) =>
    permissionsOf(name).flatMap((permission): ContactOverride[] => {
      const holds = (base.get(permission) ?? 'none') !== 'none';
      if (holds === wanted.includes(name)) return [];
      return holds
        ? [{ permission, effect: 'deny', scope: 'none' }]
        : [{ permission, effect: 'allow', scope: given[name][permission] ?? 'none' }];
    }),
  );
}

/** What cannot stand alone goes with what it needs: commenting needs the tasks. */
function withoutOrphans(on: readonly SwitchName[]): SwitchName[] {
  return switchNames.filter(
    (name) => on.includes(name) && (name !== 'comment' || on.includes('tasks')),
  );
}

/** The preset that is exactly these switches, if one is. */
export function presetOf(on: readonly SwitchName[]): PresetName | undefined {
  return presetNames.find((name) => {
    const wanted: readonly SwitchName[] = presets[name];
    return wanted.length === on.length && wanted.every((item) => on.includes(item));
  });
}

function permissionsOf(name: SwitchName): Permission[] {
  return Object.keys(given[name]) as Permission[];
}
