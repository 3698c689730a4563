import { type Fact, type Facts, hiddenFact } from '../../core/audit/index.js';
import { type Formats, hasText, type Translate } from '../../core/locale/index.js';
import { isPermission, type Permission, permissionEntry } from '../../core/permissions/index.js';

/** One fact before and after; null on the side where it was not there. */
export interface ChangedFact {
  label: string;
  before: string | null;
  after: string | null;
}

/** The reader's words and formats. */
export interface Reading {
  t: Translate;
  format: Formats;
  /** Names of those as whom others saw the product, by their ids. */
  names: Map<number, string>;
}

/** What an entry tells of before and after, in words. */
export function presentFacts(reading: Reading, before: Facts, after: Facts): ChangedFact[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const isTwoSided = Object.keys(before).length > 0 && Object.keys(after).length > 0;
  return names.map((name) => {
    const [old, fresh] = [before[name], after[name]];
    const label = labelOf(reading.t, name);
    if (old === hiddenFact && fresh === hiddenFact)
      return { label, before: null, after: reading.t('audit.values.changed') };
    const tell = (fact: Fact | undefined) =>
      fact === undefined && !isTwoSided ? null : wordsOf(reading, name, fact ?? null);
    return { label, before: tell(old), after: tell(fresh) };
  });
}

/** Facts of one side as a line of text: "Roles: Staff; Email: jo@example.com". */
export function factsLine(reading: Reading, facts: Facts): string {
  return Object.entries(facts)
    .map(([name, fact]) => `${labelOf(reading.t, name)}: ${wordsOf(reading, name, fact)}`)
    .join('; ');
}

/** A name is a permission's, a setting's, or one of the trail's own. */
function labelOf(t: Translate, name: string): string {
  if (isPermission(name)) return t(`permissions.names.${name}`);
  return hasText(`audit.facts.${name}`) ? t(`audit.facts.${name}`) : name;
}

function wordsOf(reading: Reading, name: string, fact: Fact): string {
  const { t, format } = reading;
  if (isPermission(name)) return grantOf(t, name, fact);
  if (fact === null || fact === '' || (Array.isArray(fact) && fact.length === 0))
    return t('audit.values.none');
  if (fact === hiddenFact) return t('audit.values.hidden');
  if (typeof fact === 'boolean') return t(`audit.values.${fact ? 'yes' : 'no'}`);
  if (typeof fact === 'number') return numberOf(format, name, fact);
  if (typeof fact !== 'string') return fact.join(', ');
  const key = `audit.values.${name}.${fact}`;
  return /^[a-z_]+$/.test(fact) && hasText(key) ? t(key) : fact;
}

function numberOf(format: Formats, name: string, value: number): string {
  if (name.endsWith('_at')) return format.dateTime(value);
  if (name.endsWith('_bytes')) return value === 0 ? '0' : format.bytes(value);
  return format.number(value);
}

/**
 * How far a role reaches, or what is set for one person: `deny` or a scope, perhaps with an end
 * behind it; nothing set leaves it to the roles.
 */
function grantOf(t: Translate, permission: Permission, fact: Fact): string {
  if (typeof fact !== 'string') return t('audit.grants.by_role');
  const [word = '', ...end] = fact.split(' ');
  const isYes = word === 'all' && permissionEntry(permission).scopes.length === 1;
  const key = `audit.grants.${isYes ? 'yes' : word}`;
  return [hasText(key) ? t(key) : word, ...end].join(' ');
}
