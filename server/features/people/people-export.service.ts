import { note } from '../../core/audit/index.js';
import { transaction } from '../../core/database/index.js';
import type { Actor, Audience } from '../../core/permissions/index.js';
import { filterFields, type PeopleFilter } from './people.filters.js';
import {
  listContactIds,
  listContactsOf,
  listMemberIds,
  listMembersOf,
  type PersonRow,
} from './people.queries.js';
import { type Surroundings, surroundingsOf } from './people-surroundings.queries.js';

/** People whose rows are held in memory at a time. */
const batchSize = 500;

/** More people than an installation holds; it keeps a mistake from growing without end. */
const most = 100_000;

/** Some people of an export with what is said of them. */
export interface ExportPart {
  rows: PersonRow[];
  around: Surroundings;
}

/** Where the people of each audience are listed, and how taking them away is noted. */
const lists = {
  team: { action: 'user.exported', idsOf: listMemberIds, rowsOf: listMembersOf },
  client: { action: 'contact.exported', idsOf: listContactIds, rowsOf: listContactsOf },
} as const;

/**
 * Everybody of the team, or of the clients' contacts, whom the actor sees and the filter lets
 * through, to be taken away; that it was is noted first.
 */
export async function exportPeople(
  actor: Actor,
  audience: Audience,
  filter: PeopleFilter,
): Promise<AsyncGenerator<ExportPart>> {
  const { action, idsOf } = lists[audience];
  const fields = Object.entries(filterFields(filter)).filter(([name]) => name !== 'sort');
  await transaction(() =>
    note({
      action,
      workspaceId: actor.workspaceId,
      actor,
      subject: { type: 'user', id: null, name: '' },
      after: Object.fromEntries(fields.map(([name, value]) => [`filter_${name}`, value])),
    }),
  );
  // Who is in it is settled once: people who come or are renamed meanwhile shift no page.
  return everyPart(actor, audience, await idsOf(actor, filter, most));
}

async function* everyPart(
  actor: Actor,
  audience: Audience,
  membershipIds: readonly number[],
): AsyncGenerator<ExportPart> {
  for (let at = 0; at < membershipIds.length; at += batchSize) {
    const rows = await lists[audience].rowsOf(actor, membershipIds.slice(at, at + batchSize));
    yield { rows, around: await surroundingsOf(actor, rows) };
  }
}
