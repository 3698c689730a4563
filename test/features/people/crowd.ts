import { insertRows, table } from '../../../server/core/database/index.js';
import { now } from '../../../server/core/dates/index.js';
import type { World } from '../../support/world.js';
import { roleNamed } from './forms.js';

/** Adds active people called Person 1, Person 2 …: to the team, or as contacts of clients. */
export async function addCrowd(
  world: World,
  count: number,
  audience: 'team' | 'client',
): Promise<void> {
  const status = 'active';
  const at = now();
  const { n } = (await table('users').count({ n: '*' }).first()) as unknown as { n: number };
  const users = Array.from({ length: count }, (_, index) => ({
    name: `Person ${Number(n) + index}`,
    email: `person${Number(n) + index}@crowd.example`,
    email_key: `person${Number(n) + index}@crowd.example`,
    status,
    version: 1,
    must_change_password: 0,
    hue: 'teal',
    theme: 'auto',
    created_at: at,
    updated_at: at,
  }));
  await insertRows('users', users);
  const ids = (await table('users')
    .where('email', 'like', '%@crowd.example')
    .pluck('id')) as number[];
  const taken = new Set((await table('memberships').pluck('user_id')) as number[]);
  const roleId = await roleNamed(audience === 'team' ? 'Staff' : 'Client');
  await insertRows(
    'memberships',
    ids
      .filter((id) => !taken.has(id))
      .map((user_id) => ({
        workspace_id: world.workspaceId,
        user_id,
        audience,
        status,
        version: 1,
        company_id: null,
        ends_at: null,
        created_at: at,
      })),
  );
  const held = new Set((await table('membership_roles').pluck('membership_id')) as number[]);
  const all = (await table('memberships').pluck('id')) as number[];
  await insertRows(
    'membership_roles',
    all
      .filter((id) => !held.has(id))
      .map((membership_id) => ({ membership_id, role_id: roleId, ends_at: null })),
  );
}
