import type { Translate } from '../../core/locale/index.js';
import {
  type Audience,
  allowedFor,
  type Permission,
  permissionAreas,
  permissionEntry,
  permissions,
  reaches,
  type Scope,
} from '../../core/permissions/index.js';
import { inPlainWords } from '../people/index.js';
import {
  type ChangedGrant,
  type Holders,
  type RoleOrigin,
  type RoleRow,
  readyMadeKeys,
  type Scopes,
} from '../roles/index.js';
import { grantField } from './grant-fields.js';

/** How a scope is painted: nothing, a part, everything. */
export const tones: Record<Scope, string> = {
  none: '',
  own: 'note',
  assigned: 'note',
  all: 'brand',
};

/** Grants that reach so far that the page says so, with the scope from which on. */
const risks: readonly (readonly [Permission, Scope])[] = [
  ['roles.manage', 'all'],
  ['users.edit', 'all'],
  ['users.delete', 'all'],
  ['tasks.share', 'all'],
  ['files.share', 'all'],
  ['projects.delete', 'all'],
  ['payments.refund', 'all'],
  ['settings.payments', 'all'],
];

/** Roles as cards: name, description, for whom, how many hold it. */
export function presentRoles(
  roles: readonly RoleRow[],
  holders: ReadonlyMap<number, Holders>,
  t: Translate,
) {
  return roles.map((role) => {
    const { count, names } = holders.get(role.id) ?? { count: 0, names: [] };
    return {
      href: `/roles/${role.id}`,
      name: role.name,
      description: describe(role, t),
      audience: t(`roles.audiences.${role.audience}`),
      isBuiltIn: role.key !== null,
      count,
      names: names.join(', '),
      more: count - names.length,
    };
  });
}

/** What a role is for, in its own words or ours. */
export function describe(role: RoleRow, t: Translate): string {
  return role.description ?? (role.key ? t(`roles.descriptions.${role.key}`) : '');
}

/** From what a new role can be made: ready-made roles, nothing, or one that there is. */
export function presentStartingPoints(roles: readonly RoleRow[], t: Translate) {
  return {
    ready: readyMadeKeys.map((key) => ({
      href: `/roles/new?from=${key}`,
      name: t(`roles.ready.${key}.name`),
      text: t(`roles.ready.${key}.text`),
    })),
    empty: (['team', 'client'] as const).map((audience) => ({
      href: `/roles/new?from=empty-${audience}`,
      label: t(`access.new.empty_${audience}`),
    })),
    copies: roles.map((role) => ({ value: `role-${role.id}`, label: role.name })),
  };
}

/** What the matrix of a role shows. */
export interface MatrixParts {
  audience: Audience;
  scopes: Scopes;
  /** What the role came from; a dot marks where it differs. */
  base?: Scopes | undefined;
  /** How far the reader may set a permission. */
  reach: (permission: Permission) => Scope;
}

/** The whole catalogue in its areas, each permission with a select of its own scopes. */
export function presentMatrix({ audience, scopes, base, reach }: MatrixParts, t: Translate) {
  return areasOf(audience).map(({ area, keys }) => ({
    name: area,
    title: t(`permissions.areas.${area}`),
    rows: keys.map((permission) => {
      const value = scopes.get(permission) ?? 'none';
      const limit = reach(permission);
      const isBeyond = !reaches(limit, value);
      const choices = (['none', ...permissionEntry(permission).scopes] as Scope[]).filter(
        (scope) => scope === value || reaches(limit, scope),
      );
      return {
        name: grantField(permission),
        label: t(`permissions.names.${permission}`),
        value,
        base: base ? (base.get(permission) ?? 'none') : undefined,
        options: choices.map((scope) => ({ value: scope, label: word(permission, scope, t) })),
        // What somebody does not hold they can neither give nor take.
        disabled: isBeyond || choices.length < 2,
      };
    }),
  }));
}

/** What a role gives, area by area; areas of which it gives nothing are left out. */
export function presentGrants(
  audience: Audience,
  { scopes, base }: { scopes: Scopes; base?: Scopes | undefined },
  t: Translate,
) {
  const areas = areasOf(audience).map(({ area, keys }) => ({
    title: t(`permissions.areas.${area}`),
    rows: keys
      .map((permission) => {
        const scope = scopes.get(permission) ?? 'none';
        const before = base?.get(permission) ?? 'none';
        return {
          label: t(`permissions.names.${permission}`),
          badge: { text: word(permission, scope, t), tone: tones[scope] },
          was: base && before !== scope ? word(permission, before, t) : '',
          isHeld: scope !== 'none',
        };
      })
      .filter((row) => row.isHeld || row.was),
  }));
  return areas.filter((area) => area.rows.length > 0);
}

/** What a role means, in sentences, and what of it deserves a second look. */
export function presentMeaning(audience: Audience, scopes: Scopes, t: Translate) {
  return {
    words: inPlainWords(t, audience, scopes),
    risks: risks
      .filter(([permission, from]) => reaches(scopes.get(permission) ?? 'none', from))
      .map(([permission]) => t(`access.risks.${permission}`)),
  };
}

/** A change of grants as lines: what it was and what it becomes. */
export function presentChanges(grants: readonly ChangedGrant[], t: Translate) {
  return grants.map(({ permission, before, after }) => ({
    icon: reaches(after, before) ? 'plus' : 'minus',
    label: t(`permissions.names.${permission}`),
    text: t('access.rehearsal.change', {
      before: word(permission, before, t),
      after: word(permission, after, t),
    }),
  }));
}

/** The name of what a role was made from, or ''. */
export function originName(
  origin: { role: RoleRow | null; key: string | null } | undefined,
  t: Translate,
): string {
  if (!origin) return '';
  if (origin.role) return origin.role.name;
  return origin.key ? t(`roles.ready.${origin.key}.name`) : t('access.roles.standard');
}

/** The name a new role begins with. */
export function firstName(
  { origin, role }: { origin: RoleOrigin; role: RoleRow | null },
  t: Translate,
): string {
  if (role) return t('access.new.copy_of', { name: role.name });
  return origin.key ? t(`roles.ready.${origin.key}.name`) : '';
}

/** How far a permission reaches, in a word; of yes and no it is one of these. */
export function word(permission: Permission, scope: Scope, t: Translate): string {
  const isYesNo = permissionEntry(permission).scopes.length === 1;
  return t(`permissions.scopes.${isYesNo && scope !== 'none' ? 'yes' : scope}`);
}

function areasOf(audience: Audience) {
  return permissionAreas
    .map((area) => ({
      area,
      keys: permissions.filter(
        (key) => permissionEntry(key).area === area && allowedFor(audience, key),
      ),
    }))
    .filter(({ keys }) => keys.length > 0);
}
