import { type Actor, holds, type Permission } from '../../core/permissions/index.js';

/** One page of the settings. Its words are `settings.sections.<name>`. */
export interface Section {
  name: string;
  href: string;
  icon: string;
  permission: Permission;
  /** Concerns the whole installation, though its permission is one of every workspace. */
  primaryOnly?: true;
}

/** Every page of the settings, in the order in which they are shown. */
export const sections: readonly Section[] = [
  section('general', 'sliders-horizontal', 'settings.general'),
  section('branding', 'palette', 'settings.branding'),
  section('email', 'mail', 'settings.email'),
  { name: 'roles', href: '/roles', icon: 'lock', permission: 'roles.manage' },
  {
    name: 'workspaces',
    href: '/workspaces',
    icon: 'layers',
    permission: 'workspaces.manage',
  },
  section('files', 'file', 'settings.security'),
  section('security', 'shield', 'settings.security'),
  { ...section('integrations', 'plug', 'settings.integrations'), primaryOnly: true },
  { name: 'audit', href: '/audit', icon: 'history', permission: 'audit.view' },
  section('license', 'key-round', 'settings.license'),
  section('maintenance', 'wrench', 'settings.maintenance'),
  { name: 'outbox', href: '/outbox', icon: 'mail-check', permission: 'settings.email' },
];

/** The pages of the settings that somebody may open. */
export function sectionsFor(actor: Actor): Section[] {
  return sections.filter(
    ({ permission, primaryOnly }) =>
      holds(actor, permission) && (!primaryOnly || actor.isPrimaryWorkspace),
  );
}

function section(name: string, icon: string, permission: Permission): Section {
  return { name, href: `/settings/${name}`, icon, permission };
}
