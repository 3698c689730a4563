import { addDays, today } from '../../core/dates/index.js';
import { type Actor, can, type Permission } from '../../core/permissions/index.js';
import type { ColumnRow } from '../columns/index.js';
import { type FoundProject, type ProjectPerson, projectFacts } from '../projects/index.js';
import type { CardRow, ColumnWindow } from './board.queries.js';
import type { TaskFilter } from './task-choices.js';

/** The dates that due dates are compared with. */
export interface Days {
  today: string;
  /** The last date that counts as soon. */
  soon: string;
}

/** Today and what is soon for a person; worked out once for a page. */
export function daysFor(actor: Actor): Days {
  const date = today(actor.timezone);
  return { today: date, soon: addDays(date, 3) };
}

/** A due date with how pressing it is; null without one. */
export function presentTaskDue(
  task: { due_on: string | null; completed_at: number | null },
  days: Days,
): { on: string; state: 'done' | 'late' | 'soon' | '' } | null {
  if (!task.due_on) return null;
  if (task.completed_at !== null) return { on: task.due_on, state: 'done' };
  if (task.due_on < days.today) return { on: task.due_on, state: 'late' };
  return { on: task.due_on, state: task.due_on <= days.soon ? 'soon' : '' };
}

/** Everything on a board: its columns with their cards. */
export function presentBoard(
  actor: Actor,
  project: FoundProject,
  board: {
    columns: readonly ColumnRow[];
    windows: ReadonlyMap<number, ColumnWindow>;
    assignees: ReadonlyMap<number, readonly ProjectPerson[]>;
    filter: TaskFilter;
  },
) {
  const present = cardPresenter(actor, project, board.assignees);
  const mayCreate = can(actor, 'tasks.create', projectFacts(actor, project));
  return board.columns.map((column) => {
    const { cards = [], count = 0 } = board.windows.get(column.id) ?? {};
    return {
      id: column.id,
      name: column.name,
      hue: column.hue,
      count,
      limit: column.task_limit,
      isOver: column.task_limit !== null && count > column.task_limit,
      isDone: column.is_done === 1,
      cards: cards.map(present),
      addHref: mayCreate ? `/tasks/new?project_id=${project.id}&column_id=${column.id}` : null,
      more:
        count > cards.length
          ? {
              count: count - cards.length,
              href: moreAddress(project.id, column.id, cards.length, board.filter),
            }
          : null,
    };
  });
}

/** The address of a board or list with a filter. */
export function taskAddress(
  path: string,
  filter: TaskFilter,
  more: Record<string, string | number> = {},
): string {
  const { assignee, due, visibility, text } = filter;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ assignee, due, visibility, q: text, ...more })) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The filter that an address asks for; what it cannot mean is left out. */
export function taskFilterFrom(read: (name: string) => string): TaskFilter {
  const one = <Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === read(name));
  return {
    assignee: one('assignee', ['me']),
    due: one('due', ['late', 'week']),
    visibility: one('visibility', ['client', 'internal']),
    text: read('q').trim().slice(0, 100) || undefined,
  };
}

/** The chips above a board or list; each turns one filter on or off and leaves the others. */
export function presentChips(path: string, filter: TaskFilter) {
  const chip = (label: string, on: TaskFilter, icon?: string) => {
    const [name, value] = Object.entries(on)[0] as [keyof TaskFilter, string];
    const current = filter[name] === value;
    const href = taskAddress(path, { ...filter, [name]: current ? undefined : value });
    return { label: `tasks.filters.${label}`, href, current, ...(icon ? { icon } : {}) };
  };
  const isOpen = Object.values(filter).every((value) => value === undefined);
  return [
    { label: 'tasks.filters.all', href: path, current: isOpen },
    chip('mine', { assignee: 'me' }),
    chip('week', { due: 'week' }),
    chip('late', { due: 'late' }),
    chip('client', { visibility: 'client' }, 'eye'),
  ];
}

/** Whether a filter leaves anything out. */
export function isFiltering(filter: TaskFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

function cardPresenter(
  actor: Actor,
  project: FoundProject,
  assignees: ReadonlyMap<number, readonly ProjectPerson[]>,
) {
  const days = daysFor(actor);
  const assigned = Number(project.is_assigned) === 1;
  // Two kinds of cards, mine and others': deciding once for each saves a decision per card.
  const rights = (permission: Permission) => ({
    mine: can(actor, permission, { own: true, assigned }),
    other: can(actor, permission, { own: false, assigned }),
  });
  const move = rights('tasks.change_status');
  const share = rights('tasks.share');
  return (card: CardRow) => {
    const people = assignees.get(card.id) ?? [];
    const whose = people.some(({ membershipId }) => membershipId === actor.membershipId)
      ? 'mine'
      : 'other';
    return {
      id: card.id,
      title: card.title,
      mayMove: move[whose],
      mayShare: share[whose],
      isVisible: card.visibility === 'client',
      priority: card.priority === 'high' || card.priority === 'urgent' ? card.priority : null,
      due: presentTaskDue(card, days),
      comments: card.comments_count,
      files: card.files_count,
      people: people.slice(0, 3),
      others: people.slice(3),
    };
  };
}

function moreAddress(
  projectId: number,
  columnId: number,
  shown: number,
  filter: TaskFilter,
): string {
  const path = `/projects/${projectId}/board`;
  return `${taskAddress(path, filter, { column: columnId, show: shown + 100 })}#column-${columnId}`;
}
