import { defineEvent } from '../../core/events/index.js';

/** `title` is the task's, `item` the step's own words. */
interface Step {
  title: string;
  item: string;
}
export const stepAdded = defineEvent<Step>('checklist.added');
export const stepDone = defineEvent<Step>('checklist.done');
export const stepReopened = defineEvent<Step>('checklist.reopened');
export const stepChanged = defineEvent<Step>('checklist.changed');
export const stepRemoved = defineEvent<Step>('checklist.removed');
export const stepRestored = defineEvent<Step>('checklist.restored');
