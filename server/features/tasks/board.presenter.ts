import { addDays, today } from '../../core/dates/index.js';
import { type Actor, can, type Permission } from '../../core/permissions/index.js';
import type { ColumnRow } from '../columns/index.js';
import { type FoundProject, type ProjectPerson, projectFacts } from '../projects/index.js';
import type { CardRow, ColumnWindow } from './board.queries.js';
import type { TaskFilter } from './task-choices.js';
import { taskAddress } from './task-filter.js';
import type { TaskLabel } from './task-labels.queries.js';

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
    labels: ReadonlyMap<number, readonly TaskLabel[]>;
    blocked: ReadonlySet<number>;
    filter: TaskFilter;
  },
) {
  const present = cardPresenter(actor, project, board);
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

const reviewHues = { open: 'violet', approved: 'green', changes: 'rose' } as const;

function cardPresenter(
  actor: Actor,
  project: FoundProject,
  {
    assignees,
    labels,
    blocked,
  }: {
    assignees: ReadonlyMap<number, readonly ProjectPerson[]>;
    labels: ReadonlyMap<number, readonly TaskLabel[]>;
    blocked: ReadonlySet<number>;
  },
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
      labels: labels.get(card.id) ?? [],
      review: card.review_state
        ? { state: card.review_state, hue: reviewHues[card.review_state] }
        : null,
      isBlocked: card.completed_at === null && blocked.has(card.id),
      due: presentTaskDue(card, days),
      comments: card.comments_count,
      files: card.files_count,
      steps: card.checklist_count
        ? { done: card.checklist_done_count, all: card.checklist_count }
        : null,
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
