import { defineAuditedEvent } from '../../core/events/index.js';

export const workspaceCreated = defineAuditedEvent<{ name: string }>('workspace.created');
/** `before` is what it was called. */
export const workspaceRenamed = defineAuditedEvent<{ name: string; before: string }>(
  'workspace.renamed',
);
export const workspaceArchived = defineAuditedEvent<{ name: string }>('workspace.archived');
/** An archived workspace can be entered again. */
export const workspaceOpened = defineAuditedEvent<{ name: string }>('workspace.opened');
/** Somebody of the installation came into a workspace; `roles` are names, joined by commas. */
export const membershipAdded = defineAuditedEvent<{ name: string; roles: string }>(
  'membership.added',
);
