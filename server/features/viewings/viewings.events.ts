import { defineAuditedEvent } from '../../core/events/index.js';

/** An Admin began to look at the product as somebody else, or as a holder of a role. */
export const viewingBegun = defineAuditedEvent<{ name: string }>('viewing.begun');
/** That ended; the trail says by what and after how long. */
export const viewingEnded = defineAuditedEvent<{ name: string }>('viewing.ended');
