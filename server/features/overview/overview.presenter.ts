import { addDays, hourOfDay } from '../../core/dates/index.js';
import { type Actor, can } from '../../core/permissions/index.js';
import { type Days, daysFor, presentTaskDue } from '../tasks/index.js';
import type { Figures, UpcomingTask } from './overview.queries.js';

/** Key of the greeting for this hour of the person's day. */
export function greetingFor(actor: Actor): string {
  const hour = hourOfDay(actor.timezone);
  if (hour < 5 || hour >= 18) return 'overview.greeting.evening';
  return hour < 12 ? 'overview.greeting.morning' : 'overview.greeting.afternoon';
}

/** A task in a short list. */
export function presentUpcoming(task: UpcomingTask, days: Days) {
  return {
    id: task.id,
    title: task.title,
    href: `/tasks/${task.id}`,
    project: { name: task.project_name, hue: task.project_hue },
    status: task.column_name,
    priority: task.priority === 'high' || task.priority === 'urgent' ? task.priority : null,
    due: presentTaskDue(task, days),
    isVisible: task.visibility === 'client',
  };
}

/** A person's open tasks as overdue, today and next; empty groups are left out. */
export function presentMyTasks(actor: Actor, tasks: readonly UpcomingTask[]) {
  const days = daysFor(actor);
  const groupOf = ({ due_on }: UpcomingTask) => {
    if (due_on !== null && due_on < days.today) return 'overdue';
    return due_on === days.today ? 'today' : 'next';
  };
  return (['overdue', 'today', 'next'] as const)
    .map((group) => ({
      name: `overview.groups.${group}`,
      tasks: tasks
        .filter((task) => groupOf(task) === group)
        .map((task) => presentUpcoming(task, days)),
    }))
    .filter((group) => group.tasks.length > 0);
}

/** All groups of the page of one's own work, in their order. */
const workGroups = ['overdue', 'today', 'next', 'later', 'undated', 'waiting'] as const;

/**
 * A person's open tasks by when they are due; what awaits a client's decision stands apart, since
 * nothing can be done about it. Empty groups are left out.
 */
export function presentMyWork(actor: Actor, tasks: readonly UpcomingTask[]) {
  const days = daysFor(actor);
  const nextWeek = addDays(days.today, 7);
  const groupOf = ({ due_on, review_state }: UpcomingTask): (typeof workGroups)[number] => {
    if (review_state === 'open') return 'waiting';
    if (due_on === null) return 'undated';
    if (due_on < days.today) return 'overdue';
    if (due_on === days.today) return 'today';
    return due_on <= nextWeek ? 'next' : 'later';
  };
  return workGroups
    .map((group) => ({
      name: `overview.work.${group}`,
      tasks: tasks
        .filter((task) => groupOf(task) === group)
        .map((task) => ({ ...presentUpcoming(task, days), mayComplete: mayComplete(actor) })),
    }))
    .filter((group) => group.tasks.length > 0);
}

/** What is assigned to oneself, in a project one is on, is within reach of every scope. */
function mayComplete(actor: Actor): boolean {
  return can(actor, 'tasks.change_status', { own: true, assigned: true });
}

/** The figures above an admin's start page, each with the list behind it. */
export function presentFigures(figures: Figures) {
  return [
    {
      label: 'overview.figures.active',
      value: figures.activeProjects,
      href: '/projects?status=active',
      tone: '',
    },
    { label: 'overview.figures.open', value: figures.openTasks, href: '/projects', tone: '' },
    {
      label: 'overview.figures.overdue',
      value: figures.overdueTasks,
      isMore: figures.isMoreOverdue,
      href: '/projects?sort=due',
      tone: figures.overdueTasks > 0 ? 'bad' : '',
    },
    {
      label: 'overview.figures.on_hold',
      value: figures.waitingProjects,
      href: '/projects?status=on_hold',
      tone: '',
    },
  ];
}
