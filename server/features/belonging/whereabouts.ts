import { NotFound, type Request, type Whereabouts } from '../../core/http/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { isSubject, subjectOf } from '../../core/subjects/index.js';
import { findCompany } from '../clients/index.js';
import { loadActor } from '../memberships/index.js';
import { personAddress } from '../people/index.js';
import { findRole } from '../roles/index.js';
import { findTeam } from '../teams/index.js';

/** Looks for a record as somebody; gives its page for them. @throws NotFound */
type Finder = (actor: Actor, id: number) => Promise<string>;

/** What an address names with its number, by the words before it. */
const finders: Record<string, Finder> = {
  projects: (actor, id) => addressOf('project', actor, id),
  tasks: (actor, id) => addressOf('task', actor, id),
  files: (actor, id) => addressOf('file', actor, id),
  teams: (actor, id) => teamAddress(actor, id),
  companies: async (actor, id) => `/companies/${(await findCompany(actor, id)).id}`,
  roles: (actor, id) => roleAddress(actor, id),
  users: personAddress,
  clients: personAddress,
};

/**
 * The other workspace of whoever asks in which they may see what an address names. They learn of
 * nothing that they could not open there, so that a foreign record stays like a missing one.
 */
export async function findElsewhere(request: Request): Promise<Whereabouts | undefined> {
  const [, words = '', number = '', rest = ''] =
    /^\/(?:portal\/)?([a-z]+)\/([1-9]\d{0,8})(\/[^?]*)?(?:\?.*)?$/.exec(request.originalUrl) ?? [];
  const find = Object.hasOwn(finders, words) ? finders[words] : undefined;
  if (!find) return undefined;
  const { userId, workspaceId: here, workspaceIds } = request.actor;
  for (const workspaceId of workspaceIds) {
    if (workspaceId === here) continue;
    const actor = await loadActor(userId, workspaceId, '');
    const page = actor && (await foundBy(find, actor, Number(number)));
    // Below a record there may be other pages; in the other house they have other addresses.
    if (page) return { workspaceId, path: request.path.startsWith(page) ? page + rest : page };
  }
  return undefined;
}

async function foundBy(find: Finder, actor: Actor, id: number): Promise<string | undefined> {
  try {
    return await find(actor, id);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function addressOf(type: string, actor: Actor, id: number): Promise<string> {
  if (!isSubject(type)) throw new NotFound();
  const subject = subjectOf(type);
  await subject.find(actor, id);
  return subject.address(actor, id);
}

async function teamAddress(actor: Actor, id: number): Promise<string> {
  if (!holds(actor, 'teams.manage')) throw new NotFound();
  return `/teams/${(await findTeam(actor, id)).id}`;
}

async function roleAddress(actor: Actor, id: number): Promise<string> {
  if (!holds(actor, 'roles.manage')) throw new NotFound();
  return `/roles/${(await findRole(actor, id)).id}`;
}
