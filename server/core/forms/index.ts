/** Field types that many forms share. Messages are keys of the message catalogue. */
import { z } from 'zod';
import { isCalendarDate, isTimezone } from '../dates/index.js';

/** One line of text, trimmed, control characters refused; required. */
export function requiredText(maximum: number) {
  return z
    .string('errors.required')
    .trim()
    .min(1, 'errors.required')
    .max(maximum, 'errors.too_long')
    .refine((text) => !/[\p{Cc}]/u.test(text), 'errors.control_characters');
}

/** One line of text or nothing: null when left empty. */
export function optionalText(maximum: number) {
  return z
    .string()
    .trim()
    .max(maximum, 'errors.too_long')
    .refine((text) => !/[\p{Cc}]/u.test(text), 'errors.control_characters')
    .transform((text) => text || null)
    .nullish()
    .transform((text) => text ?? null);
}

/** Several lines of text or nothing: null when left empty; line ends become \n. */
export function optionalLongText(maximum = 50_000) {
  return z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').replace(/\0/g, '').trim())
    .pipe(z.string().max(maximum, 'errors.too_long'))
    .nullish()
    .transform((text) => text || null);
}

/** Several lines of text, required. */
export function requiredLongText(maximum = 50_000) {
  return z
    .string('errors.required')
    .transform((text) => text.replace(/\r\n?/g, '\n').replace(/\0/g, '').trim())
    .pipe(z.string().min(1, 'errors.required').max(maximum, 'errors.too_long'));
}

/** An e-mail address as people type it: trimmed, one address, no line breaks (CVE 59). */
export function emailAddress() {
  return z
    .string('errors.required')
    .trim()
    .min(1, 'errors.required')
    .max(254, 'errors.too_long')
    .regex(
      /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\.]+(\.[^\s@<>,;:"()[\]\\.]+)*$/,
      'errors.email',
    );
}

/** A calendar date or nothing: null when left empty. */
export function optionalDate() {
  return z
    .string()
    .trim()
    .refine((text) => text === '' || isCalendarDate(text), 'errors.date')
    .nullish()
    .transform((text) => text || null);
}

/** A choice out of a fixed list; anything else is refused, since only a script could send it. */
export function choice<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, 'errors.choice');
}

/** The id of a record, as a select sends it. */
export function recordId() {
  return z.coerce
    .number('errors.choice')
    .int('errors.choice')
    .min(1, 'errors.choice')
    .max(2 ** 31 - 1, 'errors.choice');
}

/** The id of a record or nothing. */
export function optionalRecordId() {
  return z
    .union([z.literal('').transform(() => null), recordId()])
    .nullish()
    .transform((id) => id ?? null);
}

/** A whole number from 0 to `most`, or nothing: null when left empty. */
export function optionalCount(most: number) {
  return z
    .string()
    .trim()
    .regex(/^\d{0,9}$/, 'errors.number')
    .transform((text) => (text === '' ? null : Number(text)))
    .refine((count) => count === null || count <= most, 'errors.number')
    .nullish()
    .transform((count) => count ?? null);
}

/** Ids of several records: a field that may come not at all, once, or several times. */
export function recordIds(most = 500) {
  return z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) => [...new Set([value ?? []].flat().filter((item) => item !== ''))])
    .refine((items) => items.every((item) => /^[1-9]\d{0,8}$/.test(item)), 'errors.choice')
    .refine((items) => items.length <= most, 'errors.choice')
    .transform((items) => items.map(Number));
}

/** A check box: true when it was ticked. */
export function checkbox() {
  return z
    .string()
    .optional()
    .transform((value) => value !== undefined && value !== '' && value !== '0');
}

/** The name of a timezone that the platform knows. */
export function timezoneName() {
  return z.string('errors.required').trim().refine(isTimezone, 'errors.timezone');
}

/** A colour as #rrggbb, in lower case. */
export function hexColor() {
  return z
    .string('errors.required')
    .trim()
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, 'errors.color');
}
