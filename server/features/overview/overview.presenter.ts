import { hourOfDay } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
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
