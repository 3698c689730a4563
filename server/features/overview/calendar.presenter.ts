import { addDays, today } from '../../core/dates/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import type { DatedTask, Span } from './calendar.queries.js';

/** Tasks of one day that stand open; more are folded away. */
const shownPerDay = 4;
const firstWeekdays = { monday: 1, saturday: 6, sunday: 0 } as const;

/** The month that an address asks for (YYYY-MM), or the one of today. */
export function monthFrom(actor: Actor, text: string): string {
  return /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(text) ? text : today(actor.timezone).slice(0, 7);
}

/** The days that a calendar of a month shows: whole weeks, as the workspace counts them. */
export function spanOf(actor: Actor, month: string): Span {
  const first = firstWeekdays[setting(actor.workspaceId, 'general.week_start')];
  const start = `${month}-01`;
  const end = addDays(`${shifted(month, 1)}-01`, -1);
  const from = addDays(start, -((weekday(start) - first + 7) % 7));
  const to = addDays(end, (first + 6 - weekday(end) + 7) % 7);
  return { from, to };
}

/** A month with what falls into it, week by week. */
export function presentCalendar(
  actor: Actor,
  month: string,
  {
    tasks,
    milestones,
    path,
    mayMove,
  }: {
    tasks: readonly DatedTask[];
    milestones: readonly { name: string; due_on: string | null; project_id: number }[];
    path: (month: string) => string;
    mayMove: (task: DatedTask) => boolean;
  },
) {
  const t = translatorFor(actor.locale);
  const span = spanOf(actor, month);
  const date = today(actor.timezone);
  const day = (on: string) => {
    const due = tasks.filter((task) => task.due_on === on);
    const all = due.map((task) => presentDated(task, { date, mayMove: mayMove(task) }));
    return {
      on,
      number: Number(on.slice(8)),
      isToday: on === date,
      isOutside: !on.startsWith(month),
      milestones: milestones
        .filter((milestone) => milestone.due_on === on)
        .map(({ name, project_id }) => ({ name, href: `/projects/${project_id}/milestones` })),
      tasks: all.slice(0, shownPerDay),
      others: all.slice(shownPerDay),
    };
  };
  const days = daysOf(span).map(day);
  const weeks = Array.from({ length: days.length / 7 }, (_, at) => days.slice(at * 7, at * 7 + 7));
  return {
    month: `${month}-01`,
    weekdays: daysOf({ from: span.from, to: addDays(span.from, 6) }),
    weeks,
    isEmpty: tasks.length + milestones.length === 0,
    earlier: { href: path(shifted(month, -1)), label: t('overview.calendar.earlier') },
    later: { href: path(shifted(month, 1)), label: t('overview.calendar.later') },
    nowHref: month === date.slice(0, 7) ? null : path(''),
  };
}

function presentDated(task: DatedTask, { date, mayMove }: { date: string; mayMove: boolean }) {
  const isDone = task.completed_at !== null;
  return {
    id: task.id,
    title: task.title,
    href: `/tasks/${task.id}`,
    project: { name: task.project_name, hue: task.project_hue },
    isDone,
    isLate: !isDone && task.due_on < date,
    isVisible: task.visibility === 'client',
    mayMove,
  };
}

function daysOf({ from, to }: Span): string[] {
  const days = [];
  for (let on = from; on <= to; on = addDays(on, 1)) days.push(on);
  return days;
}

/** 0 is Sunday. */
function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

function shifted(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}
