import type { Page } from '../../core/database/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import { type Actor, type Grant, holds, type Permission } from '../../core/permissions/index.js';
import type { Person } from '../memberships/index.js';
import type { Placement } from '../projects/index.js';
import type { Headcount, SeerRow } from './ledger.queries.js';
import { reasonsOf } from './reasons.js';
import type { SeenThing } from './seen-things.js';

/** What is known of the people on one page of the ledger. */
export interface Background {
  grants: ReadonlyMap<number, ReadonlyMap<Permission, Grant>>;
  placements: ReadonlyMap<number, Placement>;
  portraits: ReadonlyMap<number, Person>;
}

/** One page of those who see a thing, each with the reason. */
export function presentSeers(
  actor: Actor,
  thing: SeenThing,
  page: Page<SeerRow>,
  background: Background,
) {
  const t = translatorFor(actor.locale);
  const format = formatsFor(actor.locale, actor.timezone, t);
  return page.rows.map((row) => ({
    name: row.name,
    portrait: background.portraits.get(row.user_id) ?? null,
    isClient: row.audience === 'client',
    company: row.company_name,
    isInvited: row.status === 'pending' || row.user_status === 'pending',
    reasons: reasonsOf(
      {
        audience: row.audience,
        grants: background.grants.get(row.id) ?? new Map(),
        placement: background.placements.get(row.id),
      },
      thing.sight,
      { t, format },
    ),
    explainHref: explainHref(actor, row, thing),
  }));
}

/** In a sentence or two: how many see it, and how many of them are not named here. */
export function presentCount(actor: Actor, counts: { all: Headcount; known: Headcount }) {
  const t = translatorFor(actor.locale);
  const { all, known } = counts;
  const team = t('visibility.count.team', { count: all.team });
  const clients =
    all.client === 0
      ? t('visibility.count.no_client')
      : t('visibility.count.clients', { count: all.client });
  const unnamed = all.team + all.client - known.team - known.client;
  return {
    total: t('visibility.count.total', { team, clients }),
    unnamed: unnamed > 0 ? t('visibility.count.unnamed', { count: unnamed }) : '',
    clients: all.client,
  };
}

function explainHref(actor: Actor, row: SeerRow, { type, id }: SeenThing): string | null {
  const [house, permission] =
    row.audience === 'team'
      ? ['users', 'users.view' as const]
      : ['clients', 'clients.view' as const];
  if (!holds(actor, permission)) return null;
  return `/${house}/${row.user_id}/explain?about=${encodeURIComponent(`/${type}s/${id}`)}`;
}
