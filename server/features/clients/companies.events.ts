import { defineEvent } from '../../core/events/index.js';

/** A company was added. */
export const companyCreated = defineEvent<{ name: string }>('company.created');
/** Something about a company was changed. */
export const companyChanged = defineEvent<{ name: string }>('company.changed');
/** A company was put away: it is no longer offered for new work. */
export const companyArchived = defineEvent<{ name: string }>('company.archived');
/** A company was taken back out of the archive. */
export const companyRestored = defineEvent<{ name: string }>('company.restored');
