import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { suspendMembership } from '../../../server/features/memberships/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { actorOf } from './people.js';

/** Both ways in which somebody is kept out. */
const ways = {
  'deactivated everywhere': (world: World, priya: Visitor) =>
    priya.post(`/users/${world.people.jonas.userId}/deactivation`),
  'suspended here': async (world: World) =>
    suspendMembership(await actorOf(world, world.people.priya), world.people.jonas.membershipId),
};

for (const [way, keepOut] of Object.entries(ways)) {
  describe(`The tasks of somebody who is ${way}`, () => {
    let app: TestApp;
    let world: World;
    let priya: Visitor;
    let task: string;

    beforeEach(async () => {
      app = await startTestApp();
      world = await makeWorld();
      priya = await app.signedIn(world.people.priya.userId);
      task = `/tasks/${world.tasks.logo}`;
      await keepOut(world, priya);
      // What was said of it is read.
      await priya.get('/users');
    });
    afterEach(() => app.close());

    it('say so on the board, in the list and on the task', async () => {
      const project = `/projects/${world.projects.website}`;
      for (const page of [`${project}/board`, `${project}/list`, task]) {
        const { text } = await priya.get(page);
        expect(text, page).to.match(/class="avatar gone"[^>]*title="Jonas Okafor \(deactivated\)"/);
        expect(text, page).to.include('aria-label="Jonas Okafor (deactivated)"');
      }
    });

    it('are theirs alone: they are offered for no other, and cannot be forged onto it', async () => {
      const budget = `/tasks/${world.tasks.budget}`;
      expect((await priya.get(budget)).text).not.to.include('Jonas');
      const form = await priya.get(`/tasks/new?project_id=${world.projects.website}`);
      expect(form.text).not.to.include('Jonas');
      const fields = { membership_ids: world.people.jonas.membershipId };
      expect((await priya.post(`${budget}/assignees`, fields)).status).to.equal(422);
    });

    it('stay theirs when somebody else joins in, and go when they are taken off, until that is undone', async () => {
      const { jonas, elin } = world.people;
      await table('project_assignments').insert({
        project_id: world.projects.website,
        membership_id: elin.membershipId,
        created_at: 1,
      });
      const assign = async (...membership_ids: number[]) => {
        await priya.post(`${task}/assignees`, { membership_ids });
        return (await table('task_assignees')
          .where({ task_id: world.tasks.logo })
          .orderBy('membership_id')
          .pluck('membership_id')) as number[];
      };
      expect((await priya.get(task)).text).to.match(
        /checked[^>]*><span>Jonas Okafor \(deactivated\)/,
      );
      expect(await assign(jonas.membershipId, elin.membershipId)).to.deep.equal([
        jonas.membershipId,
        elin.membershipId,
      ]);
      expect(await assign(elin.membershipId)).to.deep.equal([elin.membershipId]);
      const { text } = await priya.get(task);
      const [, fields = ''] = /data-toast>[\s\S]*?<form[^>]*>([\s\S]*?)<\/form>/.exec(text) ?? [];
      const undo = Object.fromEntries(
        [...fields.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
          String(name),
          String(value),
        ]),
      );
      await priya.post(`${task}/assignees`, undo);
      expect((await priya.get(task)).text).to.include('Jonas Okafor (deactivated)');
    });

    it('leave them out of who is on the project', async () => {
      for (const page of ['/projects', `/projects/${world.projects.website}`])
        expect((await priya.get(page)).text, page).not.to.include('title="Jonas Okafor"');
    });
  });
}
