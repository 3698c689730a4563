import { day, now } from '../../core/dates/index.js';
import { deleteOldImportsUnscoped } from './imports.queries.js';

/** Lists that nobody confirmed wait for this long (ms). */
const life = day;

/** Removes lists that are over, and those that nobody came back to. For the schedule. */
export async function cleanImports(): Promise<void> {
  await deleteOldImportsUnscoped(now() - life);
}
