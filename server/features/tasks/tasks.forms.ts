import { z } from 'zod';
import {
  checkbox,
  choice,
  optionalDate,
  optionalLongText,
  optionalRecordId,
  recordId,
  recordIds,
  requiredText,
} from '../../core/forms/index.js';
import { priorities, visibilities } from './task-choices.js';

const text = {
  title: requiredText(300),
  description: optionalLongText(),
  priority: choice(priorities).default('normal'),
  start_on: optionalDate(),
  due_on: optionalDate(),
  milestone_id: optionalRecordId(),
};

/** Ids, as check boxes send them or, from an undo, in one field with commas. */
const ids = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',') : value),
  recordIds(),
);

const order = { path: ['due_on'], message: 'tasks.errors.due_before_start' };

/** What the form of an existing task may contain, with the version it was made from. */
export const taskForm = z
  .object({ ...text, updated_at: z.coerce.number('errors.invalid').int('errors.invalid') })
  .refine(datesInOrder, order);

/** What the form of a new task may contain; quick add sends no more than a title and a place. */
export const newTaskForm = z
  .object({
    ...text,
    column_id: optionalRecordId(),
    visibility: choice(visibilities).default('internal'),
    membership_ids: ids,
    label_ids: ids,
  })
  .refine(datesInOrder, order);

/** The project of a new task; read before anything else. */
export const projectOfTask = z.object({ project_id: recordId() });

/** Where a card shall go: by neighbours from the board, by a number from the form. */
export const moveForm = z.object({
  column_id: recordId(),
  before_id: optionalRecordId(),
  after_id: optionalRecordId(),
  place: z
    .union([z.literal('').transform(() => undefined), z.coerce.number('tasks.errors.place')])
    .optional()
    .refine(isPlace, 'tasks.errors.place'),
});

/** Who works on a task. */
export const assigneesForm = z.object({ membership_ids: ids, undo: checkbox() });

/** Another day for a task. */
export const dueForm = z.object({ due_on: optionalDate() });

/** Which labels a task bears. */
export const labelsForm = z.object({ label_ids: ids });

/** Who may see a task, and whether what appears with it was agreed to. */
export const visibilityForm = z.object({
  visibility: choice(visibilities),
  agreed: checkbox(),
  agreed_comments: optionalCount(),
  agreed_files: optionalCount(),
  keep_comment_ids: recordIds(),
  keep_file_ids: recordIds(),
  keep_comments_before: optionalRecordId(),
  keep_files_before: optionalRecordId(),
});

function optionalCount() {
  return z.coerce.number('errors.invalid').int('errors.invalid').min(0).optional();
}

function datesInOrder(dates: { start_on: string | null; due_on: string | null }): boolean {
  return !dates.start_on || !dates.due_on || dates.start_on <= dates.due_on;
}

function isPlace(place: number | undefined): boolean {
  return place === undefined || (Number.isInteger(place) && place >= 1 && place <= 1_000_000);
}
