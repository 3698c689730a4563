import { newToken } from '../../core/crypto/index.js';
import { transaction, withReserve } from '../../core/database/index.js';
import { minute, now } from '../../core/dates/index.js';
import { publish } from '../../core/events/index.js';
import {
  Forbidden,
  presentActor,
  type StoredViewing,
  type ViewingEnd,
} from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { findRole, isAdmin } from '../roles/index.js';
import { viewingBegun, viewingEnded } from './viewings.events.js';
import { mayPreview, whyNotAs } from './viewings.policy.js';
import {
  deleteViewing,
  insertViewing,
  listForgotten,
  lookUpViewing,
  type ViewingRow,
} from './viewings.queries.js';

/** After so long (ms) a viewing ends by itself. */
const viewingLife = 30 * minute;

/** As whom somebody wants to see the product. */
interface Wanted {
  userId: number;
  /** Where it leads back to. */
  returnTo: string;
}

/**
 * An Admin begins to see the product as a person of their workspace does.
 * @throws Forbidden for everybody else, as another Admin, as oneself, as who could not come in.
 */
export async function beginViewing(viewer: Actor, wanted: Wanted): Promise<StoredViewing> {
  return transaction(async () => {
    requireAdmin(viewer);
    const them = await requirePresent(viewer, wanted.userId);
    const reason = whyNotAs(viewer, them);
    if (reason) throw new Forbidden(reason);
    return begin(viewer, wanted, {
      subject: { type: 'user', id: them.userId },
      name: them.name,
      facts: { roles: them.roleNames },
      roleId: null,
    });
  });
}

/**
 * An Admin begins to see the product as a holder of a role would, with the assignments of a person.
 * @throws NotFound for a role of another workspace; Forbidden as beginViewing(), and for Admin.
 */
export async function beginPreview(
  viewer: Actor,
  { roleId, ...wanted }: Wanted & { roleId: number },
): Promise<StoredViewing> {
  return transaction(async () => {
    requireAdmin(viewer);
    const role = await findRole(viewer, roleId);
    const standIn = await requirePresent(viewer, wanted.userId);
    if (!mayPreview(viewer, role, standIn)) throw new Forbidden('viewings.errors.stand_in');
    return begin(viewer, wanted, {
      subject: { type: 'role', id: roleId },
      name: role.name,
      facts: { stand_in: standIn.name },
      roleId,
    });
  });
}

/** Notes that somebody sees the product as themselves again; once, however many ask for it. */
export async function endViewing(
  viewer: Actor,
  { id }: StoredViewing,
  by: ViewingEnd,
): Promise<void> {
  // Who wants out must come out on a full disk too.
  await withReserve(() =>
    transaction(async () => {
      const row = await lookUpViewing(id);
      if (row && (await deleteViewing(id))) await noteEnd(viewer, row, by);
    }),
  );
}

/** Notes the end of viewings whose time is over although their viewers never came back. */
export async function endForgotten(): Promise<void> {
  for (const { viewer_name, ...row } of await listForgotten()) {
    const viewer = { kind: 'team', userId: row.viewer_user_id, name: viewer_name } as const;
    await transaction(async () => {
      if (await deleteViewing(row.id))
        await noteEnd({ ...viewer, workspaceId: row.workspace_id }, row, 'time');
    });
  }
}

interface Beginning {
  subject: { type: string; id: number };
  name: string;
  facts: Record<string, string | readonly string[]>;
  roleId: number | null;
}

async function begin(
  viewer: Actor,
  { userId, returnTo }: Wanted,
  { subject, name, facts, roleId }: Beginning,
): Promise<StoredViewing> {
  const { workspaceId } = viewer;
  const endsAt = now() + viewingLife;
  const id = await insertViewing({
    workspace_id: workspaceId,
    viewer_user_id: viewer.userId,
    viewed_user_id: userId,
    role_id: roleId,
    subject_name: name.slice(0, 300),
    begun_at: now(),
    ends_at: endsAt,
  });
  await publish(viewingBegun, {
    actor: viewer,
    subject,
    visibility: 'internal',
    data: { name },
    audit: {
      name,
      action: roleId === null ? 'viewing.begun' : 'role.preview_begun',
      after: { ...facts, ends_at: endsAt },
    },
  });
  return { id, userId, workspaceId, roleId, endsAt, returnTo, csrfToken: newToken() };
}

async function noteEnd(
  actor: Pick<Actor, 'kind' | 'userId' | 'workspaceId' | 'name'>,
  { role_id, viewed_user_id, subject_name, begun_at, ends_at }: ViewingRow,
  by: ViewingEnd,
): Promise<void> {
  const lasted = Math.min(now(), ends_at) - begun_at;
  await publish(viewingEnded, {
    actor,
    subject:
      role_id === null ? { type: 'user', id: viewed_user_id } : { type: 'role', id: role_id },
    visibility: 'internal',
    data: { name: subject_name },
    audit: {
      name: subject_name,
      action: role_id === null ? 'viewing.ended' : 'role.preview_ended',
      after: { ended_by: by, minutes: Math.ceil(lasted / minute) },
    },
  });
}

function requireAdmin(viewer: Actor): void {
  if (!isAdmin(viewer)) throw new Forbidden('viewings.errors.only_admins');
}

/** Somebody of the workspace who could come in now. What changes afterwards, the next request finds out. */
async function requirePresent(viewer: Actor, userId: number): Promise<Actor> {
  const them = await presentActor(userId, viewer.workspaceId);
  if (!them) throw new Forbidden('viewings.errors.not_here');
  return them;
}
