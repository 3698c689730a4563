import type { Translate } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { differenceInWords, effectiveScopes } from '../people/index.js';
import { roleScopes } from '../roles/index.js';
import { type Candidate, rolesOfAll } from './candidates.js';
import { heldUntil, isLive, type RoleChange, rolesAfter } from './role-changes.policy.js';

/** People for whom a change of role comes to the same. */
export interface ReviewGroup {
  names: string[];
  before: string;
  after: string;
  gains: string[];
  loses: string[];
}

/** What a change of role comes to, said once for all who had the same roles; two queries. */
export async function reviewGroups(
  t: Translate,
  actor: Actor,
  { going, change }: { going: readonly Candidate[]; change: RoleChange },
): Promise<ReviewGroup[]> {
  const rows = [...going.flatMap(({ held }) => held), { role_id: change.roleId }];
  const roles = await rolesOfAll(actor, rows);
  const scopes = await roleScopes([...roles.keys()]);
  const namesOf = (ids: readonly number[]) =>
    ids.flatMap((id) => roles.get(id)?.name ?? []).join(', ') || t('people.no_role');
  const scopesOf = (ids: readonly number[]) =>
    effectiveScopes(
      'team',
      ids.flatMap((id) => scopes.get(id) ?? []),
    );
  return [...alike(going, change).values()].map(({ before, after, names }) => {
    const words = differenceInWords(t, 'team', {
      before: scopesOf(before),
      after: scopesOf(after),
    });
    return {
      names,
      before: namesOf(before),
      after: namesOf(after),
      gains: words.can.filter((word) => word.isNew).map((word) => word.text),
      loses: words.loses,
    };
  });
}

function alike(going: readonly Candidate[], change: RoleChange) {
  const groups = new Map<string, { before: number[]; after: number[]; names: string[] }>();
  for (const { person, held } of going) {
    const all = heldUntil(held);
    const before = all.filter(isLive).map((role) => role.roleId);
    const after = rolesAfter(all, change).filter(isLive);
    const key = [...before].sort((one, other) => one - other).join(',');
    const group = groups.get(key) ?? { before, after: after.map((role) => role.roleId), names: [] };
    group.names.push(person.name);
    groups.set(key, group);
  }
  return groups;
}
