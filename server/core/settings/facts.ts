import { type Facts, hiddenFact } from '../audit/index.js';
import { catalogue, type SettingKey } from './catalogue.js';

/** A setting before and after it was saved. */
export interface SettingChange {
  key: SettingKey;
  before: unknown;
  after: unknown;
}

/** Settings whose value says nothing to a reader, or is no reader's business, without being secrets. */
const unspoken = new Set<SettingKey>([
  'branding.logo',
  'branding.logo_dark',
  'branding.favicon',
  'license.key',
]);

/** What the program keeps for itself among the settings: nobody decides it, so the trail does not tell it. */
export const bookkeeping = new Set<SettingKey>([
  'access.announced_until',
  'access.noted_until',
  'access.review_reminded_at',
]);

/** What the trail tells of some saved settings: those that are another now, secrets never. */
export function settingFacts(changes: readonly SettingChange[]): { before: Facts; after: Facts } {
  const differing = changes.filter(
    ({ key, before, after }) =>
      !bookkeeping.has(key) && JSON.stringify(before) !== JSON.stringify(after),
  );
  const tell = (side: 'before' | 'after'): Facts =>
    Object.fromEntries(differing.map((change) => [change.key, factOf(change.key, change[side])]));
  return { before: tell('before'), after: tell('after') };
}

function factOf(key: SettingKey, value: unknown): Facts[string] {
  if ((catalogue[key].isSecret || unspoken.has(key)) && value !== '') return hiddenFact;
  // Roles that need a second factor are kept with the moment from which on; the roles are the news.
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.keys(value);
  return value as Facts[string];
}
