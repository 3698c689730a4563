import { defineAuditedEvent } from '../../core/events/index.js';

/** Somebody was signed out on all their devices by another. */
export const userSignedOutEverywhere = defineAuditedEvent<{ name: string }>(
  'user.signed_out_everywhere',
);
