/** Notes: what the team writes down, for oneself or for everybody of the team; never for clients. */
import type { Feature } from '../../core/feature.js';
import { notesRoutes } from './notes.routes.js';

export const notesFeature: Feature = {
  name: 'notes',
  routes: notesRoutes,
  tables: ['notes'],
  navigation: [
    {
      href: '/notes',
      icon: 'pin',
      label: 'notes.title',
      name: 'notes',
      surface: 'panel',
      place: 'main',
      order: 40,
    },
  ],
};

export { forgetNotes } from './forgetting.service.js';
