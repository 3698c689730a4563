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
  for (const { kind, visible, name } of kinds) {
    const id = `${kind}.id`;
    const rows = () => visible(one).whereNotIn(id, visible(other).select(id));
    const counted = await rows().count({ n: '*' }).first();
    const count = Number((counted as { n?: unknown } | undefined)?.n ?? 0);
    const names = count === 0 ? [] : await rows().orderBy(id, 'desc').limit(mostNames).pluck(name);
    found.push({ kind, count, names: names as unknown as string[] });
  }
  return found;
}

type Visible = (actor: Actor) => Query<object>;

const kinds: readonly { kind: SeenOnly['kind']; visible: Visible; name: string }[] = [
  { kind: 'projects', visible: visibleProjects as unknown as Visible, name: 'projects.name' },
  { kind: 'tasks', visible: visibleTasks as unknown as Visible, name: 'tasks.title' },
  {
    kind: 'files',
    visible: (actor) => visibleFiles(actor, { from: 'things' }) as unknown as Query<object>,
    name: 'files.name',
  },
];
