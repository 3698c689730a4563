import type { Query } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { visibleFiles } from '../files/index.js';
import { visibleProjects } from '../projects/index.js';
import { visibleTasks } from '../tasks/index.js';

/** Things of one kind that one person sees and another does not: how many, and the newest by name. */
export interface SeenOnly {
  kind: 'projects' | 'tasks' | 'files';
  count: number;
  names: string[];
}

/** Names that are told of one kind. */
const mostNames = 5;

/** What one person sees that another does not. Two queries for each kind, however much there is. */
export async function countSeenBy(one: Actor, other: Actor): Promise<SeenOnly[]> {
  const found: SeenOnly[] = [];
  for (const { kind, only, newest, name } of kinds) {
    const counted = await only(one, other).count({ n: '*' }).first();
    const count = Number((counted as { n?: unknown } | undefined)?.n ?? 0);
    const rows = newest(only(one, other)).limit(mostNames);
    const names = count === 0 ? [] : ((await rows.pluck(name)) as unknown as string[]);
    found.push({ kind, count, names });
  }
  return found;
}

/** Rows of one kind, whatever else they hold. */
type Rows = Query<object>;

interface Kind {
  kind: SeenOnly['kind'];
  /** What the first sees and the other does not. */
  only(one: Actor, other: Actor): Rows;
  newest(rows: Rows): Rows;
  name: string;
}

const kinds: readonly Kind[] = [
  {
    kind: 'projects',
    only: (one, other) =>
      visibleProjects(one).whereNotIn(
        'projects.id',
        visibleProjects(other).select('projects.id'),
      ) as unknown as Rows,
    newest: (rows) => rows.orderBy('projects.id', 'desc'),
    name: 'projects.name',
  },
  {
    kind: 'tasks',
    only: (one, other) =>
      visibleTasks(one).whereNotIn(
        'tasks.id',
        visibleTasks(other).select('tasks.id'),
      ) as unknown as Rows,
    newest: (rows) => rows.orderBy('tasks.id', 'desc'),
    name: 'tasks.title',
  },
  {
    kind: 'files',
    only: (one, other) => filesOf(one).whereNotIn('files.id', filesOf(other).select('files.id')),
    newest: (rows) => rows.orderBy('files.id', 'desc'),
    name: 'files.name',
  },
];

function filesOf(actor: Actor): Rows {
  return visibleFiles(actor, { from: 'things' }) as unknown as Rows;
}
