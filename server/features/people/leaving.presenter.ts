import type { FormState, Message } from '../../core/http/index.js';
import type { Translate } from '../../core/locale/index.js';
import { type HeldKind, type HeldPlace, type PassedOn, wishField } from '../hand-overs/index.js';
import { soughtIn } from './leaving-choice.js';
import type { PersonRow } from './people.queries.js';
import { isInvited } from './person.presenter.js';

/** What ends with a deactivation and what stays, in sentences. */
export function presentEffects(
  t: Translate,
  person: PersonRow,
  { isEverywhere }: { isEverywhere: boolean },
) {
  const { name } = person;
  const everywhere = isInvited(person)
    ? [t('people.deactivate.ends.invitation', { name })]
    : [
        t('people.deactivate.ends.sessions', { name }),
        t('people.deactivate.ends.sign_in'),
        t('people.deactivate.ends.links'),
      ];
  return {
    ends: isEverywhere ? everywhere : [t('people.deactivate.ends.here', { name })],
    stays: [t('people.deactivate.stays.history'), t('people.deactivate.stays.access')],
  };
}

/** What somebody holds of one kind, with what can become of it. */
export function presentHeld(
  t: Translate,
  { name }: Pick<PersonRow, 'name'>,
  held: HeldKind,
  form: FormState,
) {
  const { kind, count, morePlaces, movablePlaces } = held;
  return {
    id: `held-${kind}`,
    title: t(`people.deactivate.held.${kind}.title`),
    count,
    field: wishField(kind),
    label: t(`people.deactivate.held.${kind}.all`),
    hint: movablePlaces > 1 ? t(`people.deactivate.held.${kind}.hint`) : undefined,
    options: movablePlaces > 0 ? optionsForAll(t, name, held) : null,
    search: presentSearch(t, held, soughtIn(form.values)),
    places: held.places.map((place) => presentPlace(t, name, held, place)),
    more: morePlaces > 0 ? t(`people.deactivate.held.${kind}.more`, { count: morePlaces }) : null,
  };
}

/** What is said once somebody is deactivated. */
export function leavingToast(
  { name }: Pick<PersonRow, 'name'>,
  { given, released, left }: PassedOn,
): Message {
  if (given + released === 0) return { key: 'people.deactivate.done', values: { name } };
  return { key: 'people.deactivate.passed', values: { name, given, released, left } };
}

/** What is said once somebody is let in again. */
export function returnToast({ name }: Pick<PersonRow, 'name'>, count: number): Message {
  return count === 0
    ? { key: 'people.reactivate.done', values: { name } }
    : { key: 'people.reactivate.returned', values: { name, count } };
}

function optionsForAll(t: Translate, name: string, { kind, takers, movablePlaces }: HeldKind) {
  const people = takers.map(({ membershipId, name: taker, places }) => ({
    value: membershipId,
    label:
      places === movablePlaces
        ? taker
        : t(`people.deactivate.held.${kind}.partly`, { name: taker, places, of: movablePlaces }),
  }));
  return [...fates(t, name), ...group(t, people)];
}

function presentPlace(t: Translate, name: string, held: HeldKind, place: HeldPlace) {
  const { kind, takers, movablePlaces } = held;
  const people = takers
    .filter(({ membershipId }) => place.takerIds.includes(membershipId))
    .map(({ membershipId, name: taker }) => ({ value: membershipId, label: taker }));
  const asAll = { value: '', label: t('people.deactivate.as_above') };
  return {
    name: place.name,
    href: place.href,
    hue: place.hue,
    countText: t(`people.deactivate.held.${kind}.count`, { count: place.count }),
    items: place.items,
    others: place.count - place.items.length,
    field: wishField(kind, place.id),
    label: t(`people.deactivate.held.${kind}.one`, { place: place.name }),
    // With one place there is nothing to tell apart.
    options:
      place.isMovable && movablePlaces > 1 ? [asAll, ...fates(t, name), ...group(t, people)] : null,
    stays: place.isMovable ? null : t('people.deactivate.stays.work', { name }),
  };
}

function fates(t: Translate, name: string) {
  return [
    { value: 'leave', label: t('people.deactivate.fates.leave', { name }) },
    { value: 'release', label: t('people.deactivate.fates.release') },
  ];
}

function group(t: Translate, options: readonly { value: number; label: string }[]) {
  return options.length > 0 ? [{ label: t('people.deactivate.fates.give'), options }] : [];
}

function presentSearch(t: Translate, { search }: HeldKind, find: string) {
  const { isNeeded, found, isFull } = search;
  if (!isNeeded) return null;
  if (!find) return t('people.deactivate.find.hint');
  if (found === 0) return t('people.deactivate.find.none', { find });
  if (isFull) return t('people.deactivate.find.many', { find });
  return t('people.deactivate.find.found', { find, count: found });
}
