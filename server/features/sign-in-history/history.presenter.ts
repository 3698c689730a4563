import { formatsFor, type Translate, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  presentSignIn,
  type SignInFilter,
  type SignInRow,
  signInFilters,
} from '../accounts/index.js';

/** The chips over the history, and what empties them. */
export function presentFilters(t: Translate, filter: SignInFilter, href: string) {
  return {
    chips: signInFilters.map((name) => ({
      label: t(`sign_in_history.filters.${name}`),
      href: name === 'all' ? href : `${href}?outcome=${name}`,
      current: name === filter,
    })),
    base: filter === 'all' ? href : `${href}?outcome=${filter}`,
    isFiltered: filter !== 'all',
  };
}

/** Everything of a history as records; their keys are the columns. Moments are ISO 8601 in UTC. */
export async function* presentForExport(
  actor: Actor,
  parts: AsyncIterable<SignInRow[]>,
  open: ReadonlySet<number>,
) {
  const t = translatorFor(actor.locale);
  const reader = { t, format: formatsFor(actor.locale, actor.timezone, t), open };
  for await (const rows of parts) {
    for (const row of rows) {
      const shown = presentSignIn(row, reader);
      yield {
        moment: momentText(row.created_at),
        outcome: shown.outcome,
        method: shown.method,
        device: shown.device,
        ip: row.ip_address,
        seen: momentText(row.seen_at),
        ended: momentText(shown.isOpen ? null : row.ended_at),
        minutes: shown.lasted === null ? '' : Math.round(shown.lasted / 60_000),
        ending: shown.ending,
        user_agent: row.user_agent,
      };
    }
  }
}

/** The columns of the export with their heads, in order. */
export function exportColumns(t: Translate): { key: string; header: string }[] {
  return [
    { key: 'moment', header: t('sign_in_history.columns.moment') },
    { key: 'outcome', header: t('accounts.devices.result') },
    { key: 'method', header: t('sign_in_history.columns.method') },
    { key: 'device', header: t('accounts.devices.device') },
    { key: 'ip', header: t('sign_in_history.columns.ip') },
    { key: 'seen', header: t('sign_in_history.columns.seen') },
    { key: 'ended', header: t('sign_in_history.columns.ended') },
    { key: 'minutes', header: t('sign_in_history.columns.minutes') },
    { key: 'ending', header: t('sign_in_history.columns.ending') },
    { key: 'user_agent', header: t('sign_in_history.columns.user_agent') },
  ];
}

function momentText(moment: number | null): string {
  return moment === null ? '' : new Date(moment).toISOString();
}
