import { z } from 'zod';
import {
  checkbox,
  choice,
  emailAddress,
  optionalRecordId,
  optionalText,
  recordId,
  recordIds,
  requiredText,
} from '../../core/forms/index.js';
import { isPermission } from '../../core/permissions/index.js';
import { presetNames, type SwitchName, switchNames } from '../clients/index.js';

/** Where the form of a new person stands: looked over, taken back for a change, or done. */
const steps = ['review', 'change', 'save'] as const;

/** The password's own rules are checked with the person's name and address beside it. */
const password = z
  .string()
  .max(1000, 'errors.too_long')
  .nullish()
  .transform((text) => text || null);

/** The password typed before the review, sealed by this program (see sealed-password.ts). */
const sealed = z
  .string()
  .max(5000)
  .nullish()
  .transform((text) => text || null);

const roleFields = {
  role_id: recordId(),
  /** Roles besides the first. */
  more_role_ids: recordIds(20),
};

const arrivalFields = {
  access: choice(['invitation', 'password']).default('invitation'),
  password,
  sealed,
  project_ids: recordIds(200),
  /** One role at most in each further workspace; a role says which. */
  place_role_ids: recordIds(50),
};

/** A new member of the team. */
export const newMemberForm = z.object({
  name: requiredText(200),
  email: emailAddress(),
  ...roleFields,
  ...arrivalFields,
  team_ids: recordIds(50),
  step: choice(steps).default('review'),
});
export type NewMemberInput = z.output<typeof newMemberForm>;

const switchesField = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => {
    const ticked = [value ?? []].flat();
    return switchNames.filter((name): name is SwitchName => ticked.includes(name));
  });

const contactFields = {
  name: requiredText(200),
  email: emailAddress(),
  phone: optionalText(60),
  job_title: optionalText(120),
  company_id: optionalRecordId(),
};

/** A new contact of a client. */
export const newContactForm = z.object({
  ...contactFields,
  company_name: optionalText(200),
  ...roleFields,
  ...arrivalFields,
  switches: switchesField,
  step: choice([...steps, 'role', ...presetNames]).default('review'),
});
export type NewContactInput = z.output<typeof newContactForm>;

/** A contact's details. */
export const contactForm = z.object(contactFields);

/** What a contact may do. */
export const contactPermissionsForm = z.object({
  switches: switchesField,
  step: choice(['save', 'role', ...presetNames]).default('save'),
});

/** The details of a member of the team. */
export const memberForm = z.object({
  name: requiredText(200),
  email: emailAddress(),
  phone: optionalText(60),
  job_title: optionalText(120),
});

/** The roles of somebody who is here already. */
export const rolesForm = z.object({
  ...roleFields,
  step: choice(['review', 'save']).default('review'),
});

/** A new password for somebody else: typed, or left to us. */
export const passwordForm = z.object({ password });

/** Something to allow or deny one person besides their roles, perhaps until a moment. */
export const exceptionForm = z.object({
  permission: z.string('errors.choice').refine(isPermission, 'errors.choice'),
  reach: choice(['never', 'own', 'assigned', 'all']),
  until: z
    .string()
    .trim()
    .max(40, 'errors.date')
    .nullish()
    .transform((text) => text || null),
});

/** An exception that goes. */
export const exceptionKeyForm = z.object({
  permission: z.string('errors.choice').refine(isPermission, 'errors.choice'),
});

/** When access ends; beside these fields one for each role (see endFields). */
export const endsForm = z.looseObject({});

/** People to put into a team. */
export const teamMembersForm = z.object({
  membership_ids: recordIds(100).refine((ids) => ids.length > 0, 'teams.errors.nobody'),
});

/** Where the fields stand that say what becomes of somebody's work (see wishField). */
const workField = /^work_[a-z]+(_\d{1,9})?$/;
const wish = z.union([z.enum(['leave', 'release']), recordId()]);

/** What becomes of somebody's work when they leave; an empty field says nothing of its own. */
export const deactivationForm = z.looseObject({}).transform((fields, context) => {
  const wishes = new Map<string, z.output<typeof wish>>();
  for (const [field, value] of Object.entries(fields)) {
    if (!workField.test(field) || value === '') continue;
    const read = wish.safeParse(value);
    if (read.success) wishes.set(field, read.data);
    else context.addIssue({ code: 'custom', path: [field], message: 'errors.choice' });
  }
  return wishes;
});

/** Whether somebody who returns gets back what others took over. */
export const reactivationForm = z.object({ gives_back: checkbox() });

/** A button alone. */
export const buttonForm = z.object({});
