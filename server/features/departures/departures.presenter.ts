import type { Translate } from '../../core/locale/index.js';
import type { PersonRow } from '../people/index.js';
import type { TrashedPerson } from './departures.queries.js';
import type { Traces } from './traces.queries.js';
import { trashDays } from './trash-days.js';

/** What becomes of each kind of thing, in sentences. */
export function presentTraces(t: Translate, { name, user_id }: PersonRow, traces: Traces) {
  // Of what there is none, nothing becomes anything.
  const counted = (key: string, count: number) => (count > 0 ? [t(key, { count })] : []);
  return {
    atOnce: [
      t('departures.new.signed_out', { name }),
      t('departures.new.not_offered', { count: trashDays }),
      ...counted('departures.new.projects', traces.projects),
      ...counted('departures.new.open_tasks', traces.openTasks),
    ],
    later: [
      t('departures.new.erased'),
      ...counted('departures.new.comments', traces.comments),
      ...counted('departures.new.files', traces.files),
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
