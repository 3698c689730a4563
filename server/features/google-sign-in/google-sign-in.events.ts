import { defineAuditedEvent } from '../../core/events/index.js';

/** Somebody connected an account at Google, which signs them in from then on. */
export const googleConnected = defineAuditedEvent<{ name: string }>('user.google_connected');
export const googleDisconnected = defineAuditedEvent<{ name: string }>('user.google_disconnected');
/** Somebody unknown came by Google and became a client without projects. */
export const userRegistered = defineAuditedEvent<{ name: string }>('user.registered');
