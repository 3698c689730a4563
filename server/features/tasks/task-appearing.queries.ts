import type { Actor } from '../../core/permissions/index.js';
import { excerpt } from '../../core/text/index.js';
import { listMarkedComments } from '../comments/index.js';
import { listMarkedFiles } from '../files/index.js';
import { people } from '../memberships/index.js';

/** Comments and files that are listed one by one; older ones are kept or shown together. */
const mostListed = 20;

/** Things of one kind that appear with a task when it is shown. */
export interface Appearing {
  items: { id: number; label: string }[];
  /** Id of the oldest listed one, where there are older ones; else null. */
  before: number | null;
}

/** The comments and files that clients will see together with a task: three queries. */
export async function listAppearing(
  actor: Actor,
  taskId: number,
): Promise<{ comments: Appearing; files: Appearing }> {
  const subject = { type: 'task', id: taskId };
  const comments = await listMarkedComments(actor, subject, mostListed + 1);
  const authors = await people(comments.map((row) => row.author_user_id));
  const files = await listMarkedFiles(actor, { subject }, mostListed + 1);
  return {
    comments: appearing(comments, ({ author_user_id, body }) => {
      const author = authors.get(author_user_id)?.name;
      return author ? `${author}: ${excerpt(body, 80)}` : excerpt(body, 80);
    }),
    files: appearing(files, ({ name }) => name),
  };
}

function appearing<Row extends { id: number }>(
  rows: readonly Row[],
  label: (row: Row) => string,
): Appearing {
  const listed = rows.slice(0, mostListed);
  return {
    items: listed.map((row) => ({ id: row.id, label: label(row) })),
    before: rows.length > mostListed ? (listed.at(-1)?.id ?? null) : null,
  };
}
