import type { Actor, Grant, GrantSource } from './actor.js';
import { type Permission, permissionEntry, permissions, type Scope } from './catalogue.js';

/** What decides about a record besides the grant; each room's policy fills it in. */
export interface RecordFacts {
  /** Assigned to the actor, or made by them where the catalogue says so. */
  own: boolean;
  /** In a project the actor is assigned to. */
  assigned: boolean;
}

/** One reason for an answer. */
export interface Reason {
  kind: 'role' | 'override' | 'no-grant' | 'out-of-scope' | 'system';
  permission: Permission;
  scope: Scope;
  source?: GrantSource;
}

/** Whether something is allowed, and why. */
export interface Decision {
  allowed: boolean;
  reasons: readonly Reason[];
}

/** How far the actor's permission reaches. */
export function scopeOf(actor: Actor, permission: Permission): Scope {
  if (actor.kind === 'system') return 'all';
  if (permissionEntry(permission).installation && !actor.isPrimaryWorkspace) return 'none';
  return actor.grants.get(permission)?.scope ?? 'none';
}

/** Whether the actor holds the permission at all, however far it reaches. */
export function holds(actor: Actor, permission: Permission): boolean {
  return scopeOf(actor, permission) !== 'none';
}

/**
 * The one answer to "may they?": enforcement and explanation both come from here. Visibility of
 * the record itself is decided before, by the query that found it.
 */
export function decide(actor: Actor, permission: Permission, record: RecordFacts): Decision {
  const scope = scopeOf(actor, permission);
  if (actor.kind === 'system')
    return { allowed: true, reasons: [{ kind: 'system', permission, scope }] };
  const grant = actor.grants.get(permission);
  if (scope === 'none') return { allowed: false, reasons: missing(permission, grant) };
  if (!reaches(scope, record))
    return { allowed: false, reasons: [{ kind: 'out-of-scope', permission, scope }] };
  return { allowed: true, reasons: sourcesOf(permission, grant) };
}

/** Whether the actor may do something to a record: the answer of decide() without its reasons. */
export function can(actor: Actor, permission: Permission, record: RecordFacts): boolean {
  return reaches(scopeOf(actor, permission), record);
}

/** The program itself, acting in one workspace: for jobs, imports and the installer. */
export function systemActor(workspaceId: number): Actor {
  return {
    kind: 'system',
    userId: 0,
    membershipId: 0,
    workspaceId,
    isPrimaryWorkspace: true,
    workspaceIds: [workspaceId],
    companyId: null,
    roleNames: [],
    roleKeys: [],
    grants: new Map(permissions.map((permission) => [permission, { scope: 'all', sources: [] }])),
    name: '',
    email: '',
    hue: 'slate',
    photoUrl: null,
    locale: 'en',
    timezone: 'UTC',
    theme: 'auto',
    mustChangePassword: false,
    needsSecondFactor: false,
    secondFactorDueAt: null,
    version: 'system',
    validUntil: null,
  };
}

function reaches(scope: Scope, record: RecordFacts): boolean {
  if (scope === 'none') return false;
  return scope === 'all' || (record.assigned && (scope === 'assigned' || record.own));
}

function missing(permission: Permission, grant: Grant | undefined): Reason[] {
  const denial = grant?.sources.find((source) => source.denies);
  if (denial) return [{ kind: 'override', permission, scope: 'none', source: denial }];
  return [{ kind: 'no-grant', permission, scope: 'none' }];
}

function sourcesOf(permission: Permission, grant: Grant | undefined): Reason[] {
  return (grant?.sources ?? []).map((source) => ({
    kind: source.kind,
    permission,
    scope: source.scope,
    source,
  }));
}
