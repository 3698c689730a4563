import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import { Forbidden } from '../../core/http/index.js';
import { restMail, resumeMail } from '../../core/mail/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { saveSettings } from '../../core/settings/index.js';
import { endSessionsIn } from '../accounts/index.js';
import {
  findWorkspace,
  raiseAccessVersion,
  renameWorkspace,
  setArchived,
  type WorkspaceRow,
} from '../workspaces/index.js';
import { workspaceArchived, workspaceOpened, workspaceRenamed } from './belonging.events.js';

/**
 * Gives a workspace another name, on its pages as well.
 * @throws Forbidden, NotFound
 */
export async function changeName(actor: Actor, id: number, name: string): Promise<void> {
  await change(actor, id, async (workspace) => {
    if (workspace.name === name) return;
    await renameWorkspace(id, name);
    await saveSettings(id, { 'general.name': name });
    await publish(workspaceRenamed, {
      actor,
      subject: { type: 'workspace', id },
      visibility: 'internal',
      data: { name, before: workspace.name },
      audit: { name, before: { name: workspace.name }, after: { name } },
    });
  });
}

/**
 * Closes a workspace: nobody can enter it, its sessions end at once and its mail rests. Everything
 * in it stays.
 * @throws Forbidden, for the primary workspace as well; NotFound.
 */
export async function archiveWorkspace(actor: Actor, id: number): Promise<WorkspaceRow> {
  return change(actor, id, async (workspace) => {
    if (workspace.is_primary === 1) throw new Forbidden('workspaces.errors.primary');
    if (workspace.archived_at !== null) return;
    await setArchived(id, now());
    await endSessionsIn(id);
    await restMail(id);
    await announce(workspaceArchived, actor, workspace);
  });
}

/**
 * Opens an archived workspace again, as it was.
 * @throws Forbidden, NotFound
 */
export async function openWorkspace(actor: Actor, id: number): Promise<WorkspaceRow> {
  return change(actor, id, async (workspace) => {
    if (workspace.archived_at === null) return;
    await setArchived(id, null);
    await resumeMail(id);
    await announce(workspaceOpened, actor, workspace);
  });
}

async function change(
  actor: Actor,
  id: number,
  work: (workspace: WorkspaceRow) => Promise<void>,
): Promise<WorkspaceRow> {
  if (!holds(actor, 'workspaces.manage'))
    throw new Forbidden({
      key: 'errors.no_permission',
      values: { permission: 'workspaces.manage' },
    });
  return transaction(async () => {
    await lockRow('workspaces', id);
    const workspace = await findWorkspace(id);
    await work(workspace);
    await raiseAccessVersion(id);
    return workspace;
  });
}

async function announce(
  kind: typeof workspaceArchived,
  actor: Actor,
  { id, name }: WorkspaceRow,
): Promise<void> {
  const subject = { type: 'workspace', id };
  const data = { name };
  await publish(kind, { actor, subject, visibility: 'internal', data, audit: { name } });
}
