import { type Knex, moment, type Query, table } from '../../core/database/index.js';
import type { Audience, Permission, Scope } from '../../core/permissions/index.js';
import type { Sight, SightNeed } from '../../core/subjects/index.js';
import { roleIdsGiving } from '../roles/index.js';
import type { MembershipRow } from './memberships.queries.js';

type Rows = Query<MembershipRow>;

/** Scopes that reach a thing wherever it is, in one's projects, and among what is one's own. */
const everywhere: readonly Scope[] = ['all'];
const inProjects: readonly Scope[] = ['assigned', 'all'];
const anyhow: readonly Scope[] = ['own', 'assigned', 'all'];

/**
 * Everybody of the workspace who sees a thing, joined with their users: decide() and the queries
 * that find one record, asked of all people in one statement. Invited people count, since they see
 * it as soon as they come in; who is suspended, inactive or past an end does not.
 */
export function seers(sight: Sight, audience?: Audience): Rows {
  const rows = comingIn(sight.workspaceId);
  if (audience === 'team') return ofTeam(rows, sight);
  if (audience === 'client') return ofClients(rows, sight);
  return rows.where((either) => {
    either
      .where((team) => ofTeam(team as Rows, sight))
      .orWhere((clients) => ofClients(clients as Rows, sight));
  }) as Rows;
}

function comingIn(workspaceId: number): Rows {
  return table<MembershipRow>('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where('memberships.workspace_id', workspaceId)
    .whereIn('memberships.status', ['active', 'pending'])
    .whereNot('users.status', 'inactive')
    .where(isLive('memberships.ends_at')) as unknown as Rows;
}

function ofTeam(rows: Rows, sight: Sight): Rows {
  rows.where('memberships.audience', 'team');
  for (const need of sight.needs) {
    refuseDenied(rows, need.permission);
    rows.where((reached) => reachForTeam(reached as Rows, sight, need));
  }
  return rows;
}

function reachForTeam(rows: Rows, sight: Sight, need: SightNeed): void {
  const { own } = need;
  rows.where((all) => given(all as Rows, { sight, need, audience: 'team', scopes: everywhere }));
  rows.orWhere((near) => {
    near.whereIn('memberships.id', sight.assigned());
    near.where((held) => {
      held.where((some) =>
        given(some as Rows, { sight, need, audience: 'team', scopes: inProjects }),
      );
      if (!own) return;
      held.orWhere((mine) => {
        mine.whereIn('memberships.id', own());
        given(mine as Rows, { sight, need, audience: 'team', scopes: anyhow });
      });
    });
  });
}

/** A client sees nothing beyond the projects they are on, whatever is granted. */
function ofClients(rows: Rows, sight: Sight): Rows {
  rows.where('memberships.audience', 'client');
  if (!sight.isClientVisible) return rows.whereRaw('1 = 0') as Rows;
  rows.whereIn('memberships.id', sight.assigned());
  for (const need of sight.needs) {
    refuseDenied(rows, need.permission);
    rows.where((reached) => reachForClients(reached as Rows, sight, need));
  }
  return rows;
}

function reachForClients(rows: Rows, sight: Sight, need: SightNeed): void {
  const { own } = need;
  rows.where((some) =>
    given(some as Rows, { sight, need, audience: 'client', scopes: inProjects }),
  );
  if (!own) return;
  rows.orWhere((mine) => {
    mine.whereIn('memberships.id', own());
    given(mine as Rows, { sight, need, audience: 'client', scopes: anyhow });
  });
}

interface Giving {
  sight: Sight;
  need: SightNeed;
  audience: Audience;
  scopes: readonly Scope[];
}

/** One of their roles, or something set for them, gives a permission within these scopes. */
function given(rows: Rows, { sight, need, audience, scopes }: Giving): void {
  const { permission } = need;
  const { workspaceId } = sight;
  const roles = table('membership_roles')
    .where(isLive('membership_roles.ends_at'))
    .whereIn(
      'membership_roles.role_id',
      roleIdsGiving({ workspaceId, audience, permission, scopes }),
    )
    .whereRaw('membership_roles.membership_id = memberships.id');
  const allowances = overrides(permission, 'allow').whereIn('permission_overrides.scope', [
    ...scopes,
  ]);
  rows.where((either) => {
    either.whereExists(roles.select('membership_roles.id')).orWhereExists(allowances);
  });
}

function refuseDenied(rows: Rows, permission: Permission): void {
  rows.whereNotExists(overrides(permission, 'deny'));
}

function overrides(permission: Permission, effect: 'allow' | 'deny') {
  return table('permission_overrides')
    .where({ 'permission_overrides.permission': permission, 'permission_overrides.effect': effect })
    .where(isLive('permission_overrides.ends_at'))
    .whereRaw('permission_overrides.membership_id = memberships.id')
    .select('permission_overrides.id');
}

function isLive(column: string) {
  return (rows: Knex.QueryBuilder): void => {
    rows.whereNull(column).orWhere(column, '>', moment());
  };
}
