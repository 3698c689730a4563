import { insertRows } from '../../core/database/index.js';
import { day, now } from '../../core/dates/index.js';
import { type Counted, countAccess, listPresent, type PresentMember } from './snapshot.queries.js';

/** Without a sign-in for so long (ms) an account is dormant. */
export const dormantAfter = 60 * day;
/** An invitation that waits for longer (ms) is worth a look. */
export const waitingAfter = 14 * day;

/** People taken at once: few queries each, and the values of a statement stay few. */
const together = 400;

/** Writes down everybody who has access to a workspace, within the open transaction. */
export async function takeSnapshot(workspaceId: number, reviewId: number): Promise<void> {
  let after = 0;
  for (;;) {
    const members = await listPresent(workspaceId, after, together);
    if (members.length === 0) return;
    const counted = await countAccess(members.map((member) => member.membership_id));
    await insertRows(
      'access_review_rows',
      members.map((member) => rowOf(reviewId, member, counted.get(member.membership_id))),
    );
    after = members.at(-1)?.membership_id ?? 0;
  }
}

function rowOf(reviewId: number, member: PresentMember, counted: Counted | undefined) {
  const { created_at, second_factor_at, ...facts } = member;
  const { roles = [], exceptions = 0, projects = 0, running = 0 } = counted ?? {};
  const seenAt = member.last_sign_in_at ?? created_at;
  const signs = {
    is_admin: roles.some(({ key }) => key === 'admin'),
    is_dormant: member.status === 'active' && seenAt < now() - dormantAfter,
    is_waiting: member.status === 'pending' && created_at < now() - waitingAfter,
    is_finished: member.audience === 'client' && projects > 0 && running === 0,
  };
  const isConspicuous = Object.values(signs).includes(true) || exceptions > 0;
  return {
    review_id: reviewId,
    ...facts,
    roles: roles.map(({ name }) => name).join(', '),
    projects_count: projects,
    exceptions_count: exceptions,
    has_second_factor: second_factor_at === null ? 0 : 1,
    ...Object.fromEntries(Object.entries(signs).map(([name, is]) => [name, is ? 1 : 0])),
    is_conspicuous: isConspicuous ? 1 : 0,
    decision: null,
    note: null,
    decided_by_user_id: null,
    decided_by_name: null,
    decided_at: null,
  };
}
