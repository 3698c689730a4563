import { mayOnTask, type TaskPart } from '../tasks/index.js';
import { changesSince, hasChanged } from './reviewed-files.service.js';
import { presentRound } from './reviews.presenter.js';
import { listApprovers, listReviewFiles, listRounds } from './reviews.queries.js';

/** Where the review of a task stands, on its page: no query while none was asked for. */
export const reviewPart: TaskPart = {
  template: 'reviews/_card',
  place: 'particulars',
  load: async (actor, task) => {
    const can = { request: mayOnTask(actor, 'tasks.request_review', task) };
    const path = `/tasks/${task.id}/reviews`;
    if (task.review_state === null) return can.request ? { path, round: null, can } : null;
    const [newest] = await listRounds(actor, task.id);
    if (!newest) return can.request ? { path, round: null, can } : null;
    const approvers = (await listApprovers([newest.id])).get(newest.id) ?? [];
    const files = (await listReviewFiles([newest.id])).get(newest.id) ?? [];
    const isApproved = newest.status === 'approved';
    return {
      path,
      round: presentRound(actor, newest, {
        approvers,
        files,
        fileHref: ({ file_id }) => `/files/${file_id}`,
      }),
      isChanged: isApproved && hasChanged(await changesSince(newest, files)),
      isHidden: newest.status === 'open' && task.visibility === 'internal',
      can,
    };
  },
};
