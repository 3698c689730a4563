import { defineAuditedEvent, defineEvent } from '../../core/events/index.js';

export const teamCreated = defineEvent<{ name: string }>('team.created');
export const teamChanged = defineEvent<{ name: string }>('team.changed');
export const teamDeleted = defineEvent<{ name: string }>('team.deleted');
/** Somebody came into a team; `name` is the team's, `person` theirs. */
export const teamMemberAdded = defineAuditedEvent<{
  name: string;
  membershipId: number;
  userId: number;
  person: string;
}>('team.member_added');
/** Somebody left a team, or was taken out of it. */
export const teamMemberRemoved = defineAuditedEvent<{
  name: string;
  membershipId: number;
  userId: number;
  person: string;
}>('team.member_removed');
