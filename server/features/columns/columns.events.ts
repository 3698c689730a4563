import { defineEvent } from '../../core/events/index.js';

export const columnAdded = defineEvent<{ column: string }>('column.added');
export const columnChanged = defineEvent<{ column: string }>('column.changed');
export const columnRemoved = defineEvent<{ column: string }>('column.removed');
