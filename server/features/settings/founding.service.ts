import { note } from '../../core/audit/index.js';
import { insertRow, isUniqueViolation, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { saveInstallationSettings, saveSettings } from '../../core/settings/index.js';
import { createUser } from '../accounts/index.js';
import { createMembership } from '../memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../roles/index.js';
import { createWorkspace } from '../workspaces/index.js';
import { replacePicture } from './pictures.service.js';

type InstallationSettings = Parameters<typeof saveInstallationSettings>[0];
type WorkspaceSettings = Parameters<typeof saveSettings>[1];

/** What an installation begins with. */
export interface Founding {
  organisation: string;
  administrator: { name: string; email: string; passwordHash: string };
  workspaceSettings: WorkspaceSettings;
  installationSettings: InstallationSettings;
}

/** Somebody else has finished this installation first. */
export class AlreadyFounded extends Error {
  override name = 'AlreadyFounded';
}

/**
 * Makes the first workspace, its roles, its first Admin and the settings: all of it or nothing,
 * and once, however many try at the same moment. Returns the workspace's id.
 * @throws AlreadyFounded
 */
export async function foundInstallation(founding: Founding): Promise<number> {
  try {
    return await transaction(async () => {
      await claim();
      return found(founding);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new AlreadyFounded('The installation is finished already');
    throw error;
  }
}

/** A plain insert: of two at the same moment the second waits for the first and then fails. */
async function claim(): Promise<void> {
  const moment = now();
  await insertRow('settings', {
    scope: 0,
    key: 'installation.completed_at',
    value: JSON.stringify(moment),
    is_secret: 0,
    updated_at: moment,
  });
}

async function found(founding: Founding): Promise<number> {
  const { organisation, administrator, workspaceSettings, installationSettings } = founding;
  const workspaceId = await furnishWorkspace({ name: organisation, isPrimary: true });
  const userId = await createUser({ ...administrator, status: 'active' });
  const admin = await builtInRole(workspaceId, 'admin');
  await createMembership({
    workspaceId,
    userId,
    audience: 'team',
    roleIds: [admin.id],
    status: 'active',
  });
  await noteFounding({ organisation, administrator, role: admin.name, workspaceId, userId });
  await saveSettings(workspaceId, { ...workspaceSettings, 'general.name': organisation });
  await saveInstallationSettings({
    ...installationSettings,
    'installation.primary_workspace_id': workspaceId,
  });
  await replacePicture('', workspaceSettings['branding.logo'] ?? '');
  return workspaceId;
}

/**
 * Makes a workspace with the built-in roles. Its people and settings come afterwards, so that the
 * trail begins with who made it. Belongs into a transaction; returns its id.
 */
export async function furnishWorkspace(made: {
  name: string;
  isPrimary: boolean;
}): Promise<number> {
  const workspaceId = await createWorkspace(made);
  await createBuiltInRoles(workspaceId);
  return workspaceId;
}

/** The trail begins with who may do everything from now on. */
async function noteFounding(made: {
  organisation: string;
  administrator: { name: string; email: string };
  role: string;
  workspaceId: number;
  userId: number;
}): Promise<void> {
  const { organisation, administrator, role, workspaceId, userId } = made;
  await note({
    action: 'installation.founded',
    workspaceId: null,
    subject: { type: 'workspace', id: workspaceId, name: organisation },
  });
  await note({
    action: 'user.added',
    workspaceId,
    subject: { type: 'user', id: userId, name: administrator.name },
    after: { email: administrator.email, roles: [role], way_in: 'password' },
  });
}
