import { table } from '../../../server/core/database/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Answer, Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { addPerson, putOn } from '../tasks/people.js';

/** What a member of the team holds who can take tasks and give them to others. */
export const staffGrants = {
  'projects.view': 'assigned',
  'tasks.view': 'assigned',
  'tasks.assign': 'assigned',
} as const;

/** A day on which Jonas leaves: he has two open tasks of Website relaunch and one of Autumn campaign. */
export interface LeavingDay {
  app: TestApp;
  world: World;
  mailbox: Mailbox;
  /** The Admin, signed in. */
  priya: Visitor;
  /** On Website relaunch alone; Elin is on Autumn campaign alone. */
  mira: Person;
  /** The page of Jonas. */
  path: string;
  /** The task of Autumn campaign. */
  poster: number;
  leave(fields?: Fields): Promise<Answer>;
  comeBack(fields?: Fields): Promise<Answer>;
  close(): Promise<void>;
}

/** Begins such a day on a world of its own; the mails of its making are gone. */
export async function beginLeavingDay(): Promise<LeavingDay> {
  const app = await startTestApp();
  const world = await makeWorld();
  const mailbox = await startMailbox();
  const { website, campaign } = world.projects;
  const { jonas, elin } = world.people;
  const mira = await addPerson(world, 'Mira Holm', staffGrants, [website]);
  for (const { membershipId } of [jonas, elin]) await putOn(campaign, membershipId);
  const priya = await app.signedIn(world.people.priya.userId);
  for (const id of [world.tasks.budget, world.campaignTask])
    await priya.post(`/tasks/${id}/assignees`, { membership_ids: jonas.membershipId });
  await mailbox.collect();
  await mailbox.clear();
  const path = `/users/${jonas.userId}`;
  return {
    app,
    world,
    mailbox,
    priya,
    mira,
    path,
    poster: world.campaignTask,
    leave: (fields = {}) => priya.post(`${path}/deactivation`, fields),
    comeBack: (fields = {}) => priya.post(`${path}/deactivation`, { _method: 'DELETE', ...fields }),
    close: async () => {
      await mailbox.close();
      await app.close();
    },
  };
}

/** Who has each of some tasks, by name. */
export async function holders(...taskIds: number[]): Promise<string[][]> {
  const rows = (await table('task_assignees')
    .join('memberships', 'memberships.id', 'task_assignees.membership_id')
    .join('users', 'users.id', 'memberships.user_id')
    .whereIn('task_id', taskIds)
    .orderBy('users.name')
    .select('task_id', 'users.name')) as unknown as { task_id: number; name: string }[];
  return taskIds.map((id) => rows.filter((row) => row.task_id === id).map(({ name }) => name));
}

/** Whether a user is active, inactive or pending. */
export async function statusOf(userId: number): Promise<unknown> {
  return (await table('users').where({ id: userId }).first())?.status;
}
