import { type Actor, holds } from '../../core/permissions/index.js';
import { people } from '../memberships/index.js';
import type { RoleRow } from '../roles/index.js';
import { listFirstHolders } from './holders.queries.js';

/** People named on a role's page; the list of people has the others. */
const shown = 10;

/** Who holds a role: the first of them with portraits, and the way to all for who may see them. */
export async function presentHolders(actor: Actor, role: RoleRow) {
  const house = role.audience === 'team' ? '/users' : '/clients';
  const maySee = holds(actor, role.audience === 'team' ? 'users.view' : 'clients.view');
  const { rows, total } = await listFirstHolders(role.id, shown);
  const known = await people(rows.map((row) => row.user_id));
  return {
    total,
    more: total - rows.length,
    allHref: maySee ? `${house}?role=${role.id}` : null,
    rows: rows.flatMap(({ user_id }) => {
      const person = known.get(user_id);
      return person ? [{ person, href: maySee ? `${house}/${user_id}` : null }] : [];
    }),
  };
}
