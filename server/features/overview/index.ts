/** The pages that mix rooms: everybody's start page and the front page of a project. */
import type { Feature } from '../../core/feature.js';
import { overviewRoutes } from './overview.routes.js';

export const overviewFeature: Feature = {
  name: 'overview',
  routes: overviewRoutes,
  navigation: [
    {
      href: '/',
      icon: 'house',
      label: 'overview.title',
      name: 'home',
      surface: 'panel',
      place: 'main',
      order: 10,
    },
    {
      href: '/my-work',
      icon: 'list-checks',
      label: 'overview.work.title',
      name: 'my-work',
      permission: 'tasks.view',
      surface: 'panel',
      place: 'main',
      order: 15,
    },
    {
      href: '/calendar',
      icon: 'calendar',
      label: 'overview.calendar.title',
      name: 'calendar',
      permission: 'tasks.view',
      surface: 'panel',
      place: 'main',
      order: 25,
    },
  ],
};

export { usePortalHome } from './home.port.js';
