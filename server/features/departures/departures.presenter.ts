import type { Translate } from '../../core/locale/index.js';
import type { PersonRow } from '../people/index.js';
import type { TrashedPerson } from './departures.queries.js';
import type { Traces } from './traces.queries.js';

/** What becomes of each kind of thing, in sentences. */
export function presentTraces(t: Translate, { name, user_id }: PersonRow, traces: Traces) {
  return {
    atOnce: [
      t('departures.new.signed_out', { name }),
      t('departures.new.not_offered'),
      t('departures.new.projects', { count: traces.projects }),
      t('departures.new.open_tasks', { count: traces.openTasks }),
    ],
    later: [
      t('departures.new.erased'),
      t('departures.new.comments', { count: traces.comments }),
      t('departures.new.files', { count: traces.files }),
      t('departures.new.former', { number: String(user_id) }),
      t('departures.new.trail'),
    ],
  };
}

/** Somebody in the trash as the list shows them. */
export function presentTrashed(t: Translate, row: TrashedPerson) {
  return {
    userId: row.user_id,
    name: row.name,
    email: row.email,
    where: row.audience === 'team' ? t('departures.trash.team') : (row.company_name ?? ''),
    deletedAt: row.deleted_at,
    eraseAt: row.erase_at,
  };
}
