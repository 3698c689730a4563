import type { Actor } from '../../core/permissions/index.js';
import { type CommentRow, findComment, mayChangeComment } from '../comments/index.js';
import { type FileRow, findFile, mayDeleteFile, mayShareFiles } from '../files/index.js';
import { type Answer, type Cause, explain } from './explain.js';
import {
  type Asked,
  factsAt,
  hidden,
  type Place,
  placeCauses,
  seeing,
  sought,
} from './explain-places.js';

/** What somebody can do with a file. */
export async function explainFile(asked: Asked, file: FileRow, place: Place): Promise<Answer[]> {
  const { person } = asked;
  const found = await sought(findFile(person, file.id));
  const facts = await factsAt(person, place);
  const causes = [
    ...(await placeCauses(asked, place)),
    ...explain(person, 'files.view', facts).causes,
    ...markCauses(person, file, 'files.view'),
  ];
  const view = seeing('files.view', Boolean(found), causes);
  if (!found) return [view, hidden('files.share'), hidden('files.delete')];
  const own = file.uploaded_by_user_id === person.userId;
  return [
    view,
    { ...explain(person, 'files.share', facts), allowed: mayShareFiles(person, facts) },
    {
      ...explain(person, 'files.delete', { ...facts, own }, 'not-made'),
      allowed: mayDeleteFile(person, file, facts),
    },
  ];
}

/** What somebody can do with a comment: read it, and change it where it is their own. */
export async function explainComment(
  asked: Asked,
  comment: CommentRow,
  place: Place,
): Promise<Answer[]> {
  const { person } = asked;
  const found = await sought(findComment(person, comment.id));
  const causes = [
    ...(await placeCauses(asked, place)),
    ...markCauses(person, comment, 'tasks.comment'),
  ];
  const view = seeing('tasks.view', Boolean(found), causes);
  if (!found) return [view, hidden('tasks.comment')];
  const facts = await factsAt(person, place);
  const answer = explain(person, 'tasks.comment', facts);
  const allowed = mayChangeComment(person, comment, facts);
  if (!answer.allowed || allowed) return [view, { ...answer, allowed }];
  const causesAgainst: Cause[] = [{ permission: 'tasks.comment', kind: 'not-written' }];
  return [view, { permission: 'tasks.comment', allowed, causes: causesAgainst }];
}

/** Clients see only what was marked for them. */
function markCauses(
  person: Actor,
  { visibility }: { visibility: string },
  permission: Cause['permission'],
): Cause[] {
  return person.kind === 'client' && visibility !== 'client'
    ? [{ permission, kind: 'internal' }]
    : [];
}
