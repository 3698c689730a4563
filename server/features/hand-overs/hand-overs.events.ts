import { defineAuditedEvent } from '../../core/events/index.js';

/** Work of somebody who left went to others; `receiverIds` are the memberships that got some. */
export const workHandedOver = defineAuditedEvent<{
  name: string;
  handOverId: number;
  receiverIds: number[];
}>('user.work_handed_over');
/** Somebody who returned got back what others had taken over. */
export const workGivenBack = defineAuditedEvent<{ name: string }>('user.work_given_back');
