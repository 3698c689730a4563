import type { Translate } from '../../core/locale/index.js';
import { type Audience, type Permission, reaches } from '../../core/permissions/index.js';
import type { Scopes } from './grants.policy.js';

/** A sentence of the summary: the first permission held decides, in the words of its scope. */
const sentences: Record<Audience, readonly (readonly [name: string, Permission])[]> = {
  team: [
    ['projects', 'projects.view'],
    ['create_projects', 'projects.create'],
    ['tasks', 'tasks.view'],
    ['change_tasks', 'tasks.edit'],
    ['clients', 'clients.view'],
    ['change_clients', 'clients.edit'],
    ['files', 'files.view'],
    ['people', 'users.edit'],
    ['roles', 'roles.manage'],
    ['invoices', 'invoices.view'],
    ['send_invoices', 'invoices.send'],
    ['revenue', 'revenue.view'],
    ['reports', 'reports.team_activity'],
    ['settings', 'settings.general'],
  ],
  client: [
    ['portal_projects', 'projects.view'],
    ['portal_tasks', 'tasks.view'],
    ['portal_comment', 'tasks.comment'],
    ['portal_review', 'tasks.review'],
    ['portal_download', 'files.view'],
    ['portal_upload', 'files.upload'],
    ['portal_invoices', 'invoices.view'],
    ['portal_pay', 'invoices.pay'],
    ['portal_talk', 'chat.discussions'],
  ],
};

/** What somebody may do, in sentences; only what they hold is said. */
export function inPlainWords(t: Translate, audience: Audience, scopes: Scopes): string[] {
  return sentences[audience].flatMap(([name, permission]) => {
    const scope = scopes.get(permission) ?? 'none';
    return scope === 'none' ? [] : [t(`people.words.${name}.${scope}`)];
  });
}

/** A sentence of what somebody can do after a change; `isNew` where it was less or nothing before. */
export interface ChangedWord {
  text: string;
  isNew: boolean;
}

/** What somebody can do after a change, and what they no longer can, in the same sentences. */
export function differenceInWords(
  t: Translate,
  audience: Audience,
  { before, after }: { before: Scopes; after: Scopes },
): { can: ChangedWord[]; loses: string[] } {
  const can: ChangedWord[] = [];
  const loses: string[] = [];
  for (const [name, permission] of sentences[audience]) {
    const old = before.get(permission) ?? 'none';
    const fresh = after.get(permission) ?? 'none';
    if (fresh !== 'none')
      can.push({ text: t(`people.words.${name}.${fresh}`), isNew: !reaches(old, fresh) });
    if (!reaches(fresh, old)) loses.push(t(`people.words.${name}.${old}`));
  }
  return { can, loses };
}
