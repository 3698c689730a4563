import { minute, now } from '../dates/index.js';
import type { Translate } from './texts.js';

/** How one reader wants dates, numbers and money. */
export interface Formats {
  /** A calendar date (YYYY-MM-DD) in full: 17 Nov 2026. */
  date(date: string | null): string;
  /** A calendar date without the year where it is this year's: 17 Nov. */
  shortDate(date: string | null): string;
  /** The month of a calendar date (YYYY-MM-DD): November 2026. */
  month(date: string): string;
  /** The day of the week of a calendar date (YYYY-MM-DD), short: Mon. */
  weekday(date: string): string;
  /** A moment (ms UTC) with its time of day: 17 Nov 2026, 14:05. */
  dateTime(moment: number | null): string;
  /** The time of day of a moment (ms UTC): 14:05. */
  time(moment: number): string;
  /** The date of a moment (ms UTC): 17 Nov 2026. */
  day(moment: number | null): string;
  /** A moment (ms UTC) for the datetime attribute of <time>. */
  iso(moment: number): string;
  /** How long ago a moment (ms UTC) was, up to a day; then its date. */
  ago(moment: number | null): string;
  /** How long something lasted (ms), in its two largest units: 3 hrs 20 mins. */
  duration(elapsed: number): string;
  number(value: number): string;
  /** Integer minor units of a currency: money(120050, 'EUR') is €1,200.50. */
  money(minor: number, currency: string): string;
  /** A size in bytes, in the unit that people read. */
  bytes(size: number): string;
}

const cache = new Map<string, Formats>();

/** The formats for a language and a timezone; made once and kept. */
export function formatsFor(locale: string, timezone: string, t: Translate): Formats {
  const key = `${locale} ${timezone}`;
  let formats = cache.get(key);
  if (!formats) {
    if (cache.size > 200) cache.clear();
    formats = makeFormats(locale, timezone, t);
    cache.set(key, formats);
  }
  return formats;
}

function makeFormats(locale: string, timeZone: string, t: Translate): Formats {
  // Plain "en" would put the month first and 12-hour clocks into a European agency's portal.
  const tag = locale === 'en' ? 'en-GB' : locale;
  const dates = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  const shortDates = new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone });
  const moments = new Intl.DateTimeFormat(tag, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  const times = new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone });
  const years = new Intl.DateTimeFormat('en', { year: 'numeric', timeZone });
  const presentYear = forASecond(() => years.format(now()));
  const numbers = new Intl.NumberFormat(tag);
  const money = moneyFormats(tag);
  const date = remembered((text: string) => dates.format(new Date(text)));
  const short = remembered((text: string) => shortDates.format(new Date(text)));
  // Neither text tells the seconds.
  const dayAt = remembered((minutes: number) => days.format(minutes * minute));
  const momentAt = remembered((minutes: number) => moments.format(minutes * minute));
  const minutesOf = (moment: number) => Math.floor(moment / minute);
  const day = (moment: number | null) => (moment === null ? '' : dayAt(minutesOf(moment)));
  return {
    date: (text) => (text ? date(text) : ''),
    shortDate: (text) => {
      if (!text) return '';
      return text.startsWith(presentYear()) ? short(text) : date(text);
    },
    ...monthFormats(tag),
    dateTime: (moment) => (moment === null ? '' : momentAt(minutesOf(moment))),
    time: (moment) => times.format(moment),
    day,
    iso: (moment) => new Date(moment).toISOString(),
    ago: (moment) => (moment === null ? '' : (sinceText(now() - moment, t) ?? day(moment))),
    duration: durationFormat(tag, t),
    number: (value) => numbers.format(value),
    money: (minor, currency) => money(minor, currency),
    bytes: bytesFormat(tag),
  };
}

/** What a calendar needs besides. */
function monthFormats(tag: string): Pick<Formats, 'month' | 'weekday'> {
  const months = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const weekdays = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' });
  return {
    month: (date) => months.format(new Date(date)),
    weekday: (date) => weekdays.format(new Date(date)),
  };
}

/** A board asks for the year with every card; it does not change that often. */
function forASecond(work: () => string): () => string {
  let known = '';
  let knownAt = Number.NEGATIVE_INFINITY;
  return () => {
    const moment = now();
    if (Math.abs(moment - knownAt) > 1000) {
      known = work();
      knownAt = moment;
    }
    return known;
  };
}

/** Dates repeat on a page and between pages; formatting one takes a microsecond, a look-up nothing. */
function remembered<Value>(format: (value: Value) => string): (value: Value) => string {
  const known = new Map<Value, string>();
  return (value) => {
    let shown = known.get(value);
    if (shown === undefined) {
      if (known.size > 5000) known.clear();
      shown = format(value);
      known.set(value, shown);
    }
    return shown;
  };
}

function sinceText(elapsed: number, t: Translate): string | undefined {
  const minutes = Math.floor(elapsed / 60_000);
  if (minutes < 1) return t('time.just_now');
  if (minutes < 60) return t('time.minutes_ago', { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? t('time.hours_ago', { count: hours }) : undefined;
}

function durationFormat(tag: string, t: Translate): (elapsed: number) => string {
  const inUnit = (unit: string) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short' });
  const days = inUnit('day');
  const hours = inUnit('hour');
  const minutes = inUnit('minute');
  return (elapsed) => {
    if (elapsed < minute) return t('time.less_than_a_minute');
    const whole = Math.floor(elapsed / minute);
    const [inDays, inHours, rest] = [Math.floor(whole / 1440), Math.floor(whole / 60), whole % 60];
    const [large, small] =
      inDays > 0
        ? [days.format(inDays), inHours % 24 > 0 && hours.format(inHours % 24)]
        : [inHours > 0 && hours.format(inHours), rest > 0 && minutes.format(rest)];
    return [large, small].filter(Boolean).join(' ');
  };
}

function moneyFormats(tag: string): (minor: number, currency: string) => string {
  const known = new Map<string, { format: Intl.NumberFormat; unit: number }>();
  return (minor, currency) => {
    let entry = known.get(currency);
    if (!entry) {
      const format = new Intl.NumberFormat(tag, { style: 'currency', currency });
      entry = { format, unit: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
      known.set(currency, entry);
    }
    return entry.format.format(minor / entry.unit);
  };
}

function bytesFormat(tag: string): (size: number) => string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const fraction = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  return (size) => {
    let value = size;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit += 1;
    }
    return `${(value < 10 && unit > 1 ? fraction : whole).format(value)} ${units[unit]}`;
  };
}
