import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import type { Permission } from '../../../server/core/permissions/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Answer, Fields, Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { fieldsOf } from '../people/forms.js';
import { addPerson } from '../tasks/people.js';

/** A team of which many are changed at once. */
export interface Changing {
  app: TestApp;
  world: World;
  /** The Admin, signed in. */
  priya: Visitor;
  /** The memberships of two of the staff. */
  jonas: number;
  elin: number;
  /** What a list sends for these two and the Admin. */
  everybody: string;
  /** Somebody who is no Admin but holds one permission over the team, and them signed in. */
  addLead(permission: Permission): Promise<{ lead: Person; mara: Visitor }>;
}

/** Begins on a world of its own. */
export async function beginChanging(): Promise<Changing> {
  const app = await startTestApp();
  const world = await makeWorld();
  const priya = await app.signedIn(world.people.priya.userId);
  const jonas = world.people.jonas.membershipId;
  const elin = world.people.elin.membershipId;
  return {
    app,
    world,
    priya,
    jonas,
    elin,
    everybody: ticked(jonas, elin, world.people.priya.membershipId),
    addLead: async (permission) => {
      const grants = { 'users.view': 'all', [permission]: 'all' } as const;
      const lead = await addPerson(world, 'Mara Lind', grants);
      return { lead, mara: await app.signedIn(lead.userId) };
    },
  };
}

/** Sends the form of a change of roles, past the page that looks it over. */
export function sendRoles(
  visitor: Visitor,
  fields: Fields & { member: readonly number[]; role_id: number },
): Promise<Answer> {
  return visitor.post('/bulk-changes/roles', { mode: 'add', step: 'save', ...fields });
}

/** What a list sends for the people who were ticked. */
export function ticked(...membershipIds: number[]): string {
  return membershipIds.map((id) => `member=${id}`).join('&');
}

/** What somebody's roles are called, those that have ended too. */
export async function roleNamesOf(membershipId: number): Promise<string[]> {
  const names = await table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where({ membership_id: membershipId })
    .orderBy('roles.name')
    .pluck('roles.name');
  return names as string[];
}

/** Presses Undo in the word that the page after a change says. */
export async function pressUndo(visitor: Visitor): Promise<Answer> {
  const page = await visitor.get('/users');
  const form = /data-toast>[\s\S]*?<form method="post" action="([^"]+)">([\s\S]*?)<\/form>/.exec(
    page.text,
  );
  expect(form, 'an offer to undo').not.to.equal(null);
  return visitor.post(form?.[1] as string, fieldsOf(form?.[2] as string));
}

/** The same, where it works. */
export async function undo(visitor: Visitor): Promise<void> {
  expect((await pressUndo(visitor)).status).to.equal(303);
}

/** Makes it long ago that everybody signed in or confirmed that it is them. */
export async function forgetConfirmations(): Promise<void> {
  const sessions = (await table('sessions').select('id', 'data')) as { id: number; data: string }[];
  for (const { id, data } of sessions)
    await table('sessions')
      .where({ id })
      .update({ data: JSON.stringify({ ...JSON.parse(data), confirmedAt: 0 }) });
}
