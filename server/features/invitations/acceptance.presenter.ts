import type { Translate } from '../../core/locale/index.js';
import type { Actor, Audience, Permission } from '../../core/permissions/index.js';

/** A sentence of what awaits somebody: said when they hold the permission, in the words of its scope. */
const sentences: Record<Audience, readonly Permission[]> = {
  team: [
    'projects.view',
    'projects.create',
    'tasks.view',
    'tasks.edit',
    'clients.view',
    'files.view',
    'users.edit',
    'invoices.view',
    'settings.general',
  ],
  client: [
    'projects.view',
    'tasks.view',
    'tasks.comment',
    'tasks.review',
    'files.view',
    'files.upload',
    'invoices.view',
    'invoices.pay',
  ],
};

/** What the invited person will be able to reach, in sentences that speak to them (S173). */
export function whatAwaits(
  t: Translate,
  audience: Audience,
  grants: Actor['grants'] | undefined,
): string[] {
  return sentences[audience].flatMap((permission) => {
    const scope = grants?.get(permission)?.scope ?? 'none';
    return scope === 'none' ? [] : [t(`invitations.awaits.${audience}.${permission}.${scope}`)];
  });
}
