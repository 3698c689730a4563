import { z } from 'zod';
import {
  emailAddress,
  optionalText,
  recordId,
  recordIds,
  requiredText,
} from '../../core/forms/index.js';

/** Where somebody wants to go on. */
export const switchForm = z.object({
  workspace_id: recordId(),
  next: z.string().max(1000).optional(),
});

/** What a workspace is called. */
export const workspaceForm = z.object({ name: requiredText(120) });

/** A new workspace and who is its first Admin. */
export const newWorkspaceForm = z.discriminatedUnion(
  'admin',
  [
    z.object({ name: requiredText(120), admin: z.literal('me') }),
    z.object({
      name: requiredText(120),
      admin: z.literal('other'),
      email: emailAddress(),
      person: optionalText(200),
    }),
  ],
  'errors.choice',
);

export type NewWorkspaceInput = z.output<typeof newWorkspaceForm>;

const roles = { role_id: recordId(), more_role_ids: recordIds(50) };

/** Somebody who comes into a workspace. */
export const memberForm = z.object({ user_id: recordId(), ...roles });

/** Where somebody moves, and what they are there. */
export const moveForm = z.object({ to: recordId(), ...roles });
