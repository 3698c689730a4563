import type { NavigationEntry } from '../../core/http/index.js';

export const reviewsNavigation: readonly NavigationEntry[] = [
  {
    surface: 'portal',
    place: 'main',
    href: '/portal/reviews',
    icon: 'circle-check',
    label: 'reviews.portal.title',
    name: 'reviews',
    permission: 'tasks.review',
    within: 'projects.view',
    order: 25,
  },
];
