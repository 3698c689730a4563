import { DateTime } from 'luxon';
import { now } from './clock.js';

export { now, setClock } from './clock.js';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Dates already found, by timezone and minute: luxon takes ten times as long as a look-up. */
const dates = new Map<string, Map<number, string>>();
const mostDates = 5000;

/** Today's calendar date (YYYY-MM-DD) in a timezone. */
export function today(timezone: string): string {
  return calendarDate(now(), timezone);
}

/** The calendar date (YYYY-MM-DD) on which a moment (ms UTC) falls in a timezone. */
export function calendarDate(moment: number, timezone: string): string {
  const known = dates.get(timezone) ?? new Map<number, string>();
  if (known.size === 0) dates.set(timezone, known);
  // Since 1972 every timezone's day begins on a whole minute of UTC.
  const theMinute = Math.floor(moment / minute);
  let date = known.get(theMinute);
  if (date === undefined) {
    if (known.size > mostDates) known.clear();
    date = DateTime.fromMillis(moment, { zone: timezone }).toISODate() ?? '';
    known.set(theMinute, date);
  }
  return date;
}

/** The moment (ms UTC) at which a calendar date (YYYY-MM-DD) begins in a timezone. */
export function startOfDay(date: string, timezone: string): number {
  return DateTime.fromISO(date, { zone: timezone }).startOf('day').toMillis();
}

/** The hour of the day (0 to 23) that it is in a timezone. */
export function hourOfDay(timezone: string): number {
  return DateTime.fromMillis(now(), { zone: timezone }).hour;
}

/** A calendar date moved by whole days; negative goes back. */
export function addDays(date: string, days: number): string {
  const moment = Date.parse(date);
  return Number.isNaN(moment) ? date : new Date(moment + days * day).toISOString().slice(0, 10);
}

/** Whether a text is a real calendar date in the form YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/**
 * The moment (ms UTC) that a date and time without a timezone mean in one, as `datetime-local`
 * sends them (HTML, 2026-05-31T18:00); undefined for any other text. A time that a change of clocks
 * leaves out is the one an hour later.
 */
export function momentAt(text: string, timezone: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return undefined;
  const moment = DateTime.fromISO(text, { zone: timezone });
  return moment.isValid ? moment.toMillis() : undefined;
}

/** A moment (ms UTC) as `datetime-local` shows it in a timezone: 2026-05-31T18:00. */
export function localTime(moment: number, timezone: string): string {
  return DateTime.fromMillis(moment, { zone: timezone }).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** Whether the platform knows a timezone by this name. */
export function isTimezone(name: string): boolean {
  return DateTime.local({ zone: name }).isValid && name.length <= 60;
}
