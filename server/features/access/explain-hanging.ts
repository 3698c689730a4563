import type { Actor } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { type CommentRow, findComment, mayChangeComment, speakingOn } from '../comments/index.js';
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
  const host = hostOf(comment.subject_type);
  const permission = speakingOn(host);
  const causes = [...(await placeCauses(asked, place)), ...markCauses(person, comment, permission)];
  const seeingIt = place.topic ? 'chat.discussions' : 'tasks.view';
  const view = seeing(seeingIt, Boolean(found), causes);
  if (!found) return [view, hidden(permission)];
  const facts = await factsAt(person, place);
  const answer = explain(person, permission, facts);
  const allowed = mayChangeComment(person, comment, facts, host);
  if (!answer.allowed || allowed) return [view, { ...answer, allowed }];
  const causesAgainst: Cause[] = [{ permission, kind: 'not-written' }];
  return [view, { permission, allowed, causes: causesAgainst }];
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
