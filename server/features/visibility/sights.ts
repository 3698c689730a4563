import type { Actor } from '../../core/permissions/index.js';
import { hostOf, type Sight, subjectOf } from '../../core/subjects/index.js';
import { type CommentRow, commentSight } from '../comments/index.js';
import { type FileRow, fileSight } from '../files/index.js';

/** The types of things that the ledger knows. */
export const seenTypes = ['project', 'task', 'file', 'comment'] as const;
export type SeenType = (typeof seenTypes)[number];

/** A thing by its type and id. */
export interface SeenThing {
  type: string;
  id: number;
}

/**
 * Who sees a thing, for an actor who sees it themselves.
 * @throws NotFound for everybody else
 */
export async function sightOf(actor: Actor, { type, id }: SeenThing): Promise<Sight> {
  const found = await subjectOf(type).find(actor, id);
  if (type === 'file') {
    const file = found as FileRow;
    return fileSight(file, await placeOf(actor, file));
  }
  if (type === 'comment') {
    const comment = found as CommentRow;
    return commentSight(comment, await placeOf(actor, comment));
  }
  return hostOf(type).sight(found);
}

async function placeOf(actor: Actor, hanging: { subject_type: string; subject_id: number }) {
  const host = hostOf(hanging.subject_type);
  return { host, found: await host.find(actor, hanging.subject_id) };
}
