import { z } from 'zod';
import { choice, recordId, recordIds } from '../../core/forms/index.js';
import { mostInBulk } from '../people/index.js';

/** Where a change of many stands: looked over, or made. */
const steps = ['review', 'save'] as const;

/** The people of a form: fields of one name each, or one with commas between, as an undo has it. */
const members = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',') : value),
  recordIds(mostInBulk),
);

/** The people alone. */
export const peopleForm = z.object({ member: members });

/** A role that many get, get instead of what they have, or lose. */
export const bulkRolesForm = z.object({
  member: members,
  mode: choice(['add', 'replace', 'take']),
  role_id: recordId(),
  step: choice(steps).default('review'),
});

/** A team that many come into or leave. */
export const bulkTeamsForm = z.object({
  member: members,
  mode: choice(['add', 'take']),
  team_id: recordId(),
  step: choice(steps).default('review'),
});

/** A change of roles that is undone. */
export const formerRolesForm = z.object({ change_id: recordId() });
