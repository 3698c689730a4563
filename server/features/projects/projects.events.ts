import { defineAuditedEvent, defineEvent } from '../../core/events/index.js';

export const projectCreated = defineEvent<{ name: string }>('project.created');
export const projectUpdated = defineEvent<{ name: string }>('project.updated');
export const projectStatusChanged = defineEvent<{ name: string; status: string }>(
  'project.status_changed',
);
export const projectArchived = defineEvent<{ name: string }>('project.archived');
export const projectRestored = defineEvent<{ name: string }>('project.restored');
export const projectDeleted = defineEvent<{ name: string }>('project.deleted');
export const projectPersonAdded = defineAuditedEvent<{
  name: string;
  membershipId: number;
  userId: number;
  person: string;
  /** They came into a team that is on it, and hear of all its projects at once. */
  isJoining?: boolean;
}>('project.person_added');
export const projectPersonRemoved = defineAuditedEvent<{
  name: string;
  membershipId: number;
  userId: number;
  person: string;
}>('project.person_removed');
/** How long somebody is on a project (ms UTC; null for good). */
export const projectPersonEndChanged = defineAuditedEvent<{
  name: string;
  person: string;
  endsAt: number | null;
}>('project.person_end_changed');
/** When clients leave a project after its completion (ms UTC; null while none of them does). */
export const projectClientEndChanged = defineAuditedEvent<{ name: string; endsAt: number | null }>(
  'project.client_end_changed',
);
/** A team came onto a project; who is in it came along. */
export const projectTeamAdded = defineAuditedEvent<{ name: string; team: string }>(
  'project.team_added',
);
export const projectTeamRemoved = defineAuditedEvent<{ name: string; team: string }>(
  'project.team_removed',
);
