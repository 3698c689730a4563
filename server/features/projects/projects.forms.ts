import { z } from 'zod';
import {
  choice,
  optionalCount,
  optionalDate,
  optionalLongText,
  optionalRecordId,
  recordIds,
  requiredText,
} from '../../core/forms/index.js';
import { hues } from '../../core/permissions/index.js';
import { projectStatuses } from './project-choices.js';

const details = {
  name: requiredText(200),
  company_id: optionalRecordId(),
  description: optionalLongText(),
  status: choice(projectStatuses),
  hue: choice(hues),
  start_on: optionalDate(),
  due_on: optionalDate(),
};

/** Ids of people or teams, as check boxes send them or, from an undo, in one field with commas. */
const chosenIds = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',') : value),
  recordIds(),
);

const people = { membership_ids: chosenIds, team_ids: chosenIds };

/** What the form of an existing project may contain. */
export const projectForm = z
  .object(details)
  .refine(datesInOrder, { path: ['due_on'], message: 'projects.errors.due_before_start' });

/** What the form of a new project may contain: its people as well. */
export const newProjectForm = z
  .object({ ...details, ...people })
  .refine(datesInOrder, { path: ['due_on'], message: 'projects.errors.due_before_start' });

/** Who is on a project. */
export const peopleForm = z.object({
  ...people,
  /** From an undo: "membership:moment" of those who had an end, with commas. */
  ends: z
    .string()
    .regex(/^(?:\d{1,9}:\d{1,15}(?:,|$))*$/, 'errors.choice')
    .default('')
    .transform((text) => new Map([...text.matchAll(/(\d+):(\d+)/g)].map(asEnd))),
});

/** How long clients stay after completion; beside it one field for each person (see endField). */
export const projectEndsForm = z.looseObject({
  client_days: optionalCount(3650),
});

/** The name, typed to confirm that a project shall go. */
export const deletionForm = z.object({ confirmation: z.string('errors.required').max(300) });

function asEnd([, membershipId, moment]: RegExpExecArray): [number, number] {
  return [Number(membershipId), Number(moment)];
}

function datesInOrder(dates: { start_on: string | null; due_on: string | null }): boolean {
  return !dates.start_on || !dates.due_on || dates.start_on <= dates.due_on;
}
