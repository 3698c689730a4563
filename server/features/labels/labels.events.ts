import { defineEvent } from '../../core/events/index.js';

export const labelAdded = defineEvent<{ label: string }>('label.added');
export const labelChanged = defineEvent<{ label: string }>('label.changed');
export const labelRemoved = defineEvent<{ label: string }>('label.removed');
export const labelRestored = defineEvent<{ label: string }>('label.restored');
