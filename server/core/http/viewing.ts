import { now } from '../dates/index.js';
import type { Actor } from '../permissions/index.js';
import { actorFor, identity } from './identity.js';
import type { Request } from './types.js';

/** As whom somebody looks at the product, as their session keeps it. */
export interface StoredViewing {
  id: number;
  /** Whose name and assignments the pages show. */
  userId: number;
  workspaceId: number;
  /** The role that stands in place of that person's own, or null. */
  roleId: number | null;
  /** Moment (ms UTC) at which it ends by itself. */
  endsAt: number;
  /** Where it began, and leads back to. */
  returnTo: string;
  /** The token of forms shown meanwhile: none of them is good for anything afterwards. */
  csrfToken: string;
}

/** Somebody looks at the product as somebody else: the request's visitor. */
export interface Viewing extends StoredViewing {
  /** Who it really is. */
  viewer: Actor;
  /** As whom they see the product. */
  as: Actor;
}

/** By what a viewing ended: its button, its time, the end of the session, a change of somebody's access. */
export type ViewingEnd = 'button' | 'time' | 'sign_out' | 'access';

/** What core must know of viewings; the room that owns them provides it. */
export interface ViewingPort {
  /** As whom the viewer sees the product now; undefined when they may not any more. */
  actorFor(viewer: Actor, viewing: StoredViewing): Promise<Actor | undefined>;
  /** Notes the end. What was ended already is left as it is. */
  end(viewer: Actor, viewing: StoredViewing, by: ViewingEnd): Promise<void>;
}

let port: ViewingPort | undefined;

/** Gives core the way to the room of viewings. */
export function useViewings(provider: ViewingPort): void {
  port = provider;
}

/** Somebody of a workspace as they are now, whoever asks; undefined for who could not come in. */
export async function presentActor(
  userId: number,
  workspaceId: number,
): Promise<Actor | undefined> {
  const state = await identity().findMember(userId, workspaceId);
  return state?.isActive ? actorFor(userId, workspaceId, state.actorVersion) : undefined;
}

/** Lets the visitor see the product as the session says, or says why that is over. */
export async function lookAs(
  request: Request,
  stored: StoredViewing,
): Promise<ViewingEnd | undefined> {
  const viewer = request.actor;
  const isInTime = stored.endsAt > now() && stored.workspaceId === viewer.workspaceId;
  const as = isInTime ? await viewings().actorFor(viewer, stored) : undefined;
  if (!as) return isInTime ? 'access' : 'time';
  request.viewing = { ...stored, viewer, as };
  request.visitor = as;
  return undefined;
}

/** From now on the session's person sees the product as somebody else. */
export function startViewing(request: Request, viewing: StoredViewing): void {
  request.session.viewing = viewing;
}

/** Ends a viewing: the session's person sees the product as themselves again. */
export async function stopViewing(request: Request, viewer: Actor, by: ViewingEnd): Promise<void> {
  const { viewing } = request.session;
  request.session.viewing = undefined;
  request.viewing = undefined;
  request.visitor = viewer;
  if (viewing) await viewings().end(viewer, viewing, by);
}

function viewings(): ViewingPort {
  if (!port) throw new Error('Nobody has provided viewings');
  return port;
}
