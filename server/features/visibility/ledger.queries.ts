import { containing, type Page, paginate, type Query } from '../../core/database/index.js';
import type { Actor, Audience, Hue } from '../../core/permissions/index.js';
import type { Sight } from '../../core/subjects/index.js';
import { knownBy } from '../clients/index.js';
import { seers } from '../memberships/index.js';

/** Somebody who sees a thing. */
export interface SeerRow {
  id: number;
  user_id: number;
  audience: Audience;
  status: 'pending' | 'active';
  user_status: 'pending' | 'active';
  company_name: string | null;
  name: string;
  hue: Hue;
}

/** How many see a thing. */
export type Headcount = Record<Audience, number>;

/** One page of those who see a thing and whom the actor may know: contacts first, then by name. */
export function pageOfSeers(
  actor: Actor,
  sight: Sight,
  wanted: { search: string; page: number },
): Promise<Page<SeerRow>> {
  const rows = seers(sight).where(knownBy(actor));
  if (wanted.search) rows.where(containing(['users.name'], wanted.search));
  rows
    .leftJoin('companies', 'companies.id', 'memberships.company_id')
    .orderBy('memberships.audience')
    .orderByRaw('lower(users.name)')
    .orderBy('memberships.id')
    .select(
      'memberships.id',
      'memberships.user_id',
      'memberships.audience',
      'memberships.status',
      'users.status as user_status',
      'companies.name as company_name',
      'users.name',
      'users.hue',
    );
  return paginate(rows as unknown as Query<SeerRow>, { page: wanted.page, perPage: 25 });
}

/** How many see a thing, and how many of them the actor may know. Two queries. */
export async function countSeers(
  actor: Actor,
  sight: Sight,
): Promise<{ all: Headcount; known: Headcount }> {
  return {
    all: await byAudience(seers(sight)),
    known: await byAudience(seers(sight).where(knownBy(actor))),
  };
}

async function byAudience(rows: ReturnType<typeof seers>): Promise<Headcount> {
  const counts = (await rows
    .groupBy('memberships.audience')
    .select('memberships.audience')
    .count({ n: '*' })) as unknown as { audience: Audience; n: unknown }[];
  const of = (audience: Audience) =>
    Number(counts.find((row) => row.audience === audience)?.n ?? 0);
  return { team: of('team'), client: of('client') };
}
