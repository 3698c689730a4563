import type { Actor } from '../../core/permissions/index.js';
import { hostOf, type Sight, subjectOf } from '../../core/subjects/index.js';
import { type CommentRow, commentSight } from '../comments/index.js';
import { type FileRow, fileSight } from '../files/index.js';

/** The types of things of which the ledger tells who sees them. */
export type SeenType = 'project' | 'task' | 'discussion' | 'file' | 'comment';

/** A thing by its type and id. */
export interface SeenKey {
  type: SeenType;
  id: number;
}

/** A thing as one actor found it, with who else sees it. */
export interface SeenThing extends SeenKey {
  title: string;
  href: string;
  projectId: number | null;
  /** Whether the thing itself, or what it hangs on, is marked for clients. */
  isClientVisible: boolean;
  sight: Sight;
}

/**
 * A thing and who sees it, for an actor who sees it themselves.
 * @throws NotFound for everybody else
 */
export async function findSeen(actor: Actor, { type, id }: SeenKey): Promise<SeenThing> {
  const subject = subjectOf(type);
  const found = await subject.find(actor, id);
  const { sight, projectId } = await placeOf(actor, type, found);
  return {
    type,
    id,
    title: subject.title(found),
    href: subject.address(actor, id),
    projectId,
    isClientVisible: sight.isClientVisible,
    sight,
  };
}

async function placeOf(actor: Actor, type: SeenType, found: unknown) {
  if (type === 'project' || type === 'task' || type === 'discussion') {
    const host = hostOf(type);
    return { sight: host.sight(found), projectId: host.projectId(found) };
  }
  const hanging = found as FileRow | CommentRow;
  const host = hostOf(hanging.subject_type);
  const place = { host, found: await host.find(actor, hanging.subject_id) };
  const sight = type === 'file' ? fileSight(hanging, place) : commentSight(hanging, place);
  return { sight, projectId: host.projectId(place.found) };
}
