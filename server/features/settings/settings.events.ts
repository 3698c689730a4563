import { defineEvent } from '../../core/events/index.js';

/** Settings were saved. `page` is its title; `keys` name what changed, never what it is now. */
export const settingsChanged = defineEvent<{ page: string; keys: string[] }>('settings.changed');
