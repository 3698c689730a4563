import type { Formats, Translate } from '../../core/locale/index.js';
import type { Audience, Grant, GrantSource, Permission } from '../../core/permissions/index.js';
import type { Sight } from '../../core/subjects/index.js';
import type { Placement } from '../projects/index.js';

/** What decides that somebody sees a thing. */
export interface Ground {
  audience: Audience;
  grants: ReadonlyMap<Permission, Grant>;
  /** How they are on its project; undefined for who is not. */
  placement: Placement | undefined;
}

/**
 * Why somebody sees a thing, in a few words: how they are on the project or what reaches beyond it,
 * that it is their own where only that lets them, and an exception without which they would not.
 */
export function reasonsOf(ground: Ground, sight: Sight, words: { t: Translate; format: Formats }) {
  const { t } = words;
  const reasons = [whereFrom(ground, sight, words)];
  const last = sight.needs.at(-1);
  const narrowest = last && ground.grants.get(last.permission)?.scope;
  if (narrowest === 'own') reasons.push(t('visibility.reasons.own'));
  for (const { permission } of sight.needs) {
    const sources = ground.grants.get(permission)?.sources ?? [];
    const isOnlyException = sources.length > 0 && sources.every(({ kind }) => kind === 'override');
    if (isOnlyException) reasons.push(until(words, t('visibility.reasons.exception'), sources[0]));
  }
  return [...new Set(reasons)];
}

function whereFrom(
  { audience, grants, placement }: Ground,
  sight: Sight,
  words: { t: Translate; format: Formats },
): string {
  const { t } = words;
  const wide = sight.needs.map(({ permission }) => widestSource(grants.get(permission)));
  const reachesBeyond = audience === 'team' && wide.every((source) => source !== undefined);
  if (placement) return until(words, onProject(placement, t), { endsAt: placement.ends_at });
  const [source] = wide;
  if (!reachesBeyond || !source) return t('visibility.reasons.project');
  const text =
    source.kind === 'role'
      ? t('visibility.reasons.role', { role: source.name })
      : t('visibility.reasons.exception_all');
  return until(words, text, source);
}

function onProject({ teams, isThroughTeam }: Placement, t: Translate): string {
  if (teams.length > 0)
    return t('visibility.reasons.team', { team: teams.map(({ name }) => name).join(', ') });
  return t(isThroughTeam ? 'visibility.reasons.some_team' : 'visibility.reasons.project');
}

function widestSource(grant: Grant | undefined): GrantSource | undefined {
  return grant?.sources.find(({ scope }) => scope === 'all');
}

function until(
  { t, format }: { t: Translate; format: Formats },
  text: string,
  source: { endsAt: number | null } | undefined,
): string {
  const end = source?.endsAt ?? null;
  return end === null
    ? text
    : t('visibility.reasons.until', { reason: text, moment: format.dateTime(end) });
}
