import type { NavigationEntry } from '../../core/http/index.js';

const entry = { surface: 'portal', place: 'main' } as const;

export const portalNavigation: readonly NavigationEntry[] = [
  { ...entry, href: '/portal', icon: 'house', label: 'portal.nav.home', name: 'home', order: 10 },
  {
    ...entry,
    href: '/portal/projects',
    icon: 'folder',
    label: 'portal.nav.projects',
    name: 'projects',
    permission: 'projects.view',
    order: 20,
  },
  {
    ...entry,
    href: '/portal/files',
    icon: 'file-text',
    label: 'portal.nav.files',
    name: 'files',
    permission: 'files.view',
    within: 'projects.view',
    order: 30,
  },
];
