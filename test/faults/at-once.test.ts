import { expect } from 'chai';
import { table } from '../../server/core/database/index.js';
import { systemActor } from '../../server/core/permissions/index.js';
import { installationSetting } from '../../server/core/settings/index.js';
import { changeRoles } from '../../server/features/memberships/index.js';
import { countLastingAdmins } from '../../server/features/memberships/memberships.queries.js';
import { builtInRole } from '../../server/features/roles/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { testEngine } from '../support/database.js';
import { isLong, noteTrial } from '../support/trials.js';
import type { Answer, Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

const trials = isLong ? 50 : 10;
const demotions = isLong ? 1000 : 10;

describe(`FAULTS 42: two people send at the same moment (${testEngine})`, function () {
  this.timeout(isLong ? 300_000 : 60_000);
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let jonas: Visitor;
  let admin: number;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    admin = (await builtInRole(world.workspaceId, 'admin')).id;
    await changeRoles(systemActor(world.workspaceId), world.people.jonas.membershipId, [admin]);
  });
  beforeEach(async () => {
    priya = await app.signedIn(world.people.priya.userId);
    jonas = await app.signedIn(world.people.jonas.userId);
    for (const visitor of [priya, jonas]) await visitor.formToken();
  });
  after(async () => {
    noteTrial(`FAULTS 42: ${trials} races of each kind, ${demotions} of two Admins`);
    await app.close();
  });

  it('the same task: one is saved, the other gets both versions, and nothing is mixed', async () => {
    const address = `/tasks/${world.tasks.logo}`;
    for (let trial = 0; trial < trials; trial += 1) {
      const { updated_at } = (await stored('tasks', world.tasks.logo)) as { updated_at: number };
      const write = (visitor: Visitor, who: string) =>
        visitor.post(address, {
          _method: 'PATCH',
          updated_at,
          priority: 'normal',
          title: `Title of ${who} ${trial}`,
          description: `Text of ${who} ${trial}`,
        });
      const answers = await Promise.all([write(priya, 'Priya'), write(jonas, 'Jonas')]);
      expect(statusesOf(answers)).to.deep.equal([303, 409]);
      const [winner, loser] = answers[0].status === 303 ? ['Priya', 'Jonas'] : ['Jonas', 'Priya'];
      expect(await stored('tasks', world.tasks.logo)).to.include({
        title: `Title of ${winner} ${trial}`,
        description: `Text of ${winner} ${trial}`,
      });
      const conflict = answers.find(({ status }) => status === 409)?.text;
      for (const who of [winner, loser]) expect(conflict).to.include(`Text of ${who} ${trial}`);
    }
  });

  it('the same settings: they are those of one of the two as a whole', async () => {
    for (let trial = 0; trial < trials; trial += 1) {
      const write = (visitor: Visitor, who: string) =>
        visitor.post('/settings/general', {
          name: `${who} ${trial}`,
          base_url: `https://${who.toLowerCase()}${trial}.example`,
          timezone: 'Europe/London',
          currency: 'EUR',
          locale: 'en',
        });
      const answers = await Promise.all([write(priya, 'Priya'), write(jonas, 'Jonas')]);
      expect(statusesOf(answers)).to.deep.equal([303, 303]);
      const keys = ['general.name', 'general.base_url'];
      const rows = (await table('settings').whereIn('key', keys).orderBy('key')) as {
        value: string;
      }[];
      expect(rows.map(({ value }) => JSON.parse(value))).to.be.deep.oneOf([
        [`https://priya${trial}.example`, `Priya ${trial}`],
        [`https://jonas${trial}.example`, `Jonas ${trial}`],
      ]);
      expect(installationSetting('general.base_url')).to.equal(JSON.parse(rows[0]?.value ?? ''));
    }
  });

  it('the same profile from two devices: it is that of one of them as a whole', async () => {
    const phone = await app.signedIn(world.people.priya.userId);
    await phone.formToken();
    for (let trial = 0; trial < trials; trial += 1) {
      const write = (visitor: Visitor, device: string) =>
        visitor.post('/profile', {
          _method: 'PATCH',
          name: `Priya at the ${device} ${trial}`,
          job_title: `Typed at the ${device} ${trial}`,
          phone: '',
          timezone: '',
          locale: '',
          theme: 'auto',
        });
      const answers = await Promise.all([write(priya, 'desk'), write(phone, 'phone')]);
      expect(statusesOf(answers)).to.deep.equal([303, 303]);
      const { name, job_title } = (await stored('users', world.people.priya.userId)) as {
        name: string;
        job_title: string;
      };
      const [, device] = /^Priya at the (\w+) /.exec(name) ?? [];
      expect(job_title).to.equal(`Typed at the ${device} ${trial}`);
    }
  });

  it('two Admins demote each other: one is refused, and one Admin stays', async function () {
    this.timeout(isLong ? 900_000 : 60_000);
    const staff = (await builtInRole(world.workspaceId, 'staff')).id;
    const people = [world.people.priya, world.people.jonas];
    for (let trial = 0; trial < demotions; trial += 1) {
      const demote = (visitor: Visitor, userId: number) =>
        visitor.post(`/users/${userId}/roles`, { _method: 'PATCH', role_id: staff, step: 'save' });
      const answers = await Promise.all([
        demote(priya, world.people.jonas.userId),
        demote(jonas, world.people.priya.userId),
      ]);
      const [done, refused] = statusesOf(answers);
      expect(done).to.equal(303);
      expect(refused).to.be.oneOf([403, 404, 422]);
      expect(await countLastingAdmins(world.workspaceId, 0)).to.equal(1);
      for (const { membershipId } of people) {
        await changeRoles(systemActor(world.workspaceId), membershipId, [admin]);
      }
    }
  });

  function stored(name: string, id: number): Promise<unknown> {
    return table(name).where({ id }).first();
  }

  function statusesOf(answers: readonly Answer[]): number[] {
    return answers.map(({ status }) => status).sort((a, b) => a - b);
  }
});
