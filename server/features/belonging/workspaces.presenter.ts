import type { Page } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { type Translate, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { initials } from '../../core/text/index.js';
import { photoAddress } from '../accounts/index.js';
import type { RoleRow } from '../roles/index.js';
import type { WorkspaceRow } from '../workspaces/index.js';
import type { MemberRow, Wanted } from './members.queries.js';

/** The page of a workspace. */
export function workspaceHref({ id }: { id: number }): string {
  return `/workspaces/${id}`;
}

/** The way to a page of the workspaces. */
export function workspaceCrumbs(
  t: Translate,
  workspace?: { id: number; name: string },
  page?: string,
) {
  return [
    { label: t('workspaces.title'), href: '/workspaces' },
    ...(workspace ? [{ label: workspace.name, href: workspaceHref(workspace) }] : []),
    ...(page ? [{ label: page }] : []),
  ];
}

/** A workspace as its own pages name it. */
export function presentWorkspace(actor: Actor, workspace: WorkspaceRow) {
  const { id, name, is_primary, archived_at } = workspace;
  return {
    id,
    name,
    href: workspaceHref(workspace),
    isPrimary: is_primary === 1,
    isArchived: archived_at !== null,
    archivedAt: archived_at,
    isCurrent: id === actor.workspaceId,
    canEnter: id !== actor.workspaceId && actor.workspaceIds.includes(id),
  };
}

/** A list of workspaces with how many people belong to each. */
export function presentWorkspaces(
  actor: Actor,
  page: Page<WorkspaceRow>,
  counts: ReadonlyMap<number, number>,
) {
  return {
    ...page,
    rows: page.rows.map((workspace) => ({
      ...presentWorkspace(actor, workspace),
      people: counts.get(workspace.id) ?? 0,
    })),
  };
}

/** The people of a workspace with their roles there, and whether the actor may move them. */
export function presentMembers(
  actor: Actor,
  page: Page<MemberRow>,
  roles: ReadonlyMap<number, string[]>,
) {
  const t = translatorFor(actor.locale);
  return {
    ...page,
    rows: page.rows.map((row) => {
      const { id, name, email, hue, audience } = row;
      const status = statusOf(row);
      const photoUrl = photoAddress({ id: row.user_id, photo_key: row.photo_key });
      return {
        id,
        name,
        email,
        portrait: { name, initials: initials(name), hue, photoUrl },
        audience: t(`workspaces.audiences.${audience}`),
        roles: (roles.get(id) ?? []).join(', '),
        status: status && { tone: status.tone, text: t(`workspaces.status.${status.key}`) },
        canMove: !status && row.user_id !== actor.userId,
      };
    }),
  };
}

/** The address of a list with what was searched for. */
export function listBase(action: string, { search }: Wanted, more: Record<string, string> = {}) {
  const query = new URLSearchParams({ ...(search ? { q: search } : {}), ...more }).toString();
  return query ? `${action}?${query}` : action;
}

/** Roles to choose from: those of the team and those of clients apart; several only for the team. */
export function roleChoices(t: Translate, roles: readonly RoleRow[]) {
  const of = (audience: RoleRow['audience']) => roles.filter((role) => role.audience === audience);
  const groups = (['team', 'client'] as const).map((audience) => ({
    label: t(`workspaces.audiences.${audience}`),
    options: of(audience).map(({ id, name }) => ({ value: id, label: name })),
  }));
  return { options: groups.filter((group) => group.options.length > 0), more: of('team') };
}

function statusOf({ status, user_status, ends_at }: MemberRow) {
  if (user_status === 'inactive') return { key: 'inactive', tone: 'bad' };
  if (status === 'suspended') return { key: 'left', tone: 'note' };
  if (ends_at !== null && ends_at <= now()) return { key: 'left', tone: 'note' };
  return user_status === 'pending' || status === 'pending'
    ? { key: 'invited', tone: 'warn' }
    : undefined;
}
