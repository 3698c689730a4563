import type { Facts } from '../../core/audit/index.js';

/** Roles by name, as the trail tells them; an end stands behind the name. */
export function roleFacts(
  roles: readonly { id: number; name: string }[],
  ends: ReadonlyMap<number, number | null>,
): Facts {
  return { roles: roles.map((role) => withEnd(role.name, ends.get(role.id) ?? null)) };
}

/** What is set for a person besides the roles, by permission: `deny` or how far it reaches. */
export function overrideFacts(
  overrides: readonly {
    permission: string;
    effect: 'allow' | 'deny';
    scope: string;
    ends_at: number | null;
  }[],
): Facts {
  return Object.fromEntries(
    overrides.map(({ permission, effect, scope, ends_at }) => [
      permission,
      withEnd(effect === 'deny' ? effect : scope, ends_at),
    ]),
  );
}

/** Whoever reads the trail may be anywhere: the moment is in UTC, to the minute. */
function withEnd(word: string, endsAt: number | null): string {
  if (endsAt === null) return word;
  return `${word} (${new Date(endsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
}
