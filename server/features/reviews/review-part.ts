import { mayOnTask, type TaskPart } from '../tasks/index.js';
import { namedFor } from './approver-names.js';
import { changesSince, hasChanged } from './reviewed-files.service.js';
import { presentRound } from './reviews.presenter.js';
import { type FoundRound, listReviewFiles, lookUpNewest } from './reviews.queries.js';

/** Where the review of a task stands, on its page: no query while none was asked for, else one; two more once it is approved. */
export const reviewPart: TaskPart = {
  template: 'reviews/_card',
  place: 'particulars',
  load: async (actor, task) => {
    const can = { request: mayOnTask(actor, 'tasks.request_review', task) };
    const path = `/tasks/${task.id}/reviews`;
    if (task.review_state === null) return can.request ? { path, round: null, can } : null;
    const newest = await lookUpNewest(task);
    if (!newest) return can.request ? { path, round: null, can } : null;
    const { round } = newest;
    const named = await namedFor(actor, task, new Map([[round.id, newest.approvers]]));
    const approvers = named.get(round.id) ?? [];
    return {
      path,
      round: presentRound(actor, round, { approvers, files: [], fileHref: () => '' }),
      isChanged: round.status === 'approved' && (await isChanged(round)),
      isHidden: round.status === 'open' && task.visibility === 'internal',
      can,
    };
  },
};

async function isChanged(round: FoundRound): Promise<boolean> {
  const shown = (await listReviewFiles([round.id])).get(round.id) ?? [];
  return hasChanged(await changesSince(round, shown));
}
