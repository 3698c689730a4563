import {
  containing,
  insertRow,
  type Page,
  paginate,
  type Query,
  raw,
  table,
} from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';

/** An independent set of companies, projects, roles and branding. */
export interface WorkspaceRow {
  id: number;
  name: string;
  /** Its Admins are the Super Admins of the installation. */
  is_primary: number;
  /** Rises with every change of roles, so that the next request of everybody sees it. */
  access_version: number;
  created_at: number;
  archived_at: number | null;
}

/**
 * The workspace the installation began with.
 * @throws Error before the installer has made it.
 */
export async function primaryWorkspace(): Promise<WorkspaceRow> {
  const found = await table<WorkspaceRow>('workspaces').where({ is_primary: 1 }).first();
  if (!found) throw new Error('The installation has no workspace yet');
  return found as WorkspaceRow;
}

/** @throws NotFound */
export async function findWorkspace(id: number): Promise<WorkspaceRow> {
  const found = await table<WorkspaceRow>('workspaces').where({ id }).first();
  if (!found) throw new NotFound();
  return found as WorkspaceRow;
}

/** The workspaces that people work in: those that are not in the archive. */
export async function listWorkspacesInUse(): Promise<WorkspaceRow[]> {
  const rows = await table<WorkspaceRow>('workspaces').whereNull('archived_at').orderBy('id');
  return rows as WorkspaceRow[];
}

/** Makes a workspace without roles and people; returns its id. */
export function createWorkspace(input: { name: string; isPrimary: boolean }): Promise<number> {
  return insertRow('workspaces', {
    name: input.name,
    is_primary: input.isPrimary ? 1 : 0,
    access_version: 1,
    created_at: now(),
    archived_at: null,
  });
}

/**
 * Makes every actor of a workspace load anew at the next request. Belongs into the transaction of
 * any change to a role.
 */
export async function raiseAccessVersion(workspaceId: number): Promise<void> {
  await table('workspaces')
    .where({ id: workspaceId })
    .update({ access_version: raw('access_version + 1') });
}

/** One page of the workspaces: the primary one first, then by name. */
export function pageOfWorkspaces(wanted: {
  search: string;
  page: number;
  /** Leaves out this one and those that are archived: for choosing where somebody goes. */
  except?: number;
}): Promise<Page<WorkspaceRow>> {
  const rows = table<WorkspaceRow>('workspaces').select('workspaces.*');
  if (wanted.search) rows.where(containing(['workspaces.name'], wanted.search));
  if (wanted.except) rows.whereNot({ id: wanted.except }).whereNull('archived_at');
  rows.orderBy('is_primary', 'desc').orderByRaw('lower(name)').orderBy('id');
  return paginate(rows as unknown as Query<WorkspaceRow>, { page: wanted.page, perPage: 25 });
}

/** Gives a workspace another name. */
export async function renameWorkspace(id: number, name: string): Promise<void> {
  await table('workspaces').where({ id }).update({ name });
}

/** Archives a workspace from a moment on (ms UTC), or opens it again (null). */
export async function setArchived(id: number, archivedAt: number | null): Promise<void> {
  await table('workspaces').where({ id }).update({ archived_at: archivedAt });
}
