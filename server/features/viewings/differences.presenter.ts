import type { Translate } from '../../core/locale/index.js';
import { type Actor, permissions, scopeOf } from '../../core/permissions/index.js';
import { scopeWord } from '../access/index.js';
import { switchesOf, switchNames } from '../clients/index.js';

/** One right that two people hold differently. */
export interface DifferentRight {
  label: string;
  one: string;
  other: string;
}

/** What two people hold differently: a contact's switches, a team member's permissions. */
export function presentRights(t: Translate, one: Actor, other: Actor): DifferentRight[] {
  return one.kind === 'client' ? differentSwitches(t, one, other) : differentGrants(t, one, other);
}

/** What one of two people sees alone, in words; what both see alike is left out. */
export function presentSeen(
  t: Translate,
  seen: readonly { kind: string; count: number; names: readonly string[] }[],
) {
  return seen
    .filter(({ count }) => count > 0)
    .map(({ kind, count, names }) => ({
      label: t(`viewings.differences.${kind}`, { count }),
      names: names.join(', '),
      more: count > names.length ? t('roles.more', { count: count - names.length }) : '',
    }));
}

function differentSwitches(t: Translate, one: Actor, other: Actor): DifferentRight[] {
  const [ones, others] = [switchesHeld(one), switchesHeld(other)];
  const word = (isOn: boolean) => t(`viewings.differences.${isOn ? 'on' : 'off'}`);
  return switchNames
    .filter((name) => ones.includes(name) !== others.includes(name))
    .map((name) => ({
      label: t(`contacts.switches.${name}`),
      one: word(ones.includes(name)),
      other: word(others.includes(name)),
    }));
}

function switchesHeld({ grants }: Actor) {
  return switchesOf(new Map([...grants].map(([permission, { scope }]) => [permission, scope])));
}

function differentGrants(t: Translate, one: Actor, other: Actor): DifferentRight[] {
  return permissions
    .filter((permission) => scopeOf(one, permission) !== scopeOf(other, permission))
    .map((permission) => ({
      label: t(`permissions.names.${permission}`),
      one: scopeWord(permission, scopeOf(one, permission), t),
      other: scopeWord(permission, scopeOf(other, permission), t),
    }));
}
