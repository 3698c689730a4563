import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import type { Visitor } from '../../support/visitor.js';
import type { Person, World } from '../../support/world.js';
import { addPerson } from '../tasks/people.js';
import { beginLeavingDay, holders, type LeavingDay, staffGrants, statusOf } from './leaving.js';

describe('Coming back after a leaving day', () => {
  let day: LeavingDay;
  let world: World;
  let priya: Visitor;
  let mira: Person;
  let path: string;
  let poster: number;

  beforeEach(async () => {
    day = await beginLeavingDay();
    ({ world, priya, mira, path, poster } = day);
  });
  afterEach(() => day.close());

  it('by Undo, which lets them in again and gives everything back', async () => {
    await day.leave({
      work_tasks: mira.membershipId,
      [`work_tasks_${world.projects.campaign}`]: 'release',
    });
    const { text } = await priya.get(path);
    const undo = /data-toast>[\s\S]*?<form method="post" action="([^"]+)"[\s\S]*?Undo/.exec(text);
    expect(undo?.[1]).to.equal(`${path}/deactivation`);
    expect(undo?.[0]).to.include('name="gives_back" value="1"');
    await day.comeBack({ gives_back: 1 });
    expect(await statusOf(world.people.jonas.userId)).to.equal('active');
    expect(await holders(world.tasks.logo, world.tasks.budget, poster)).to.deep.equal([
      ['Jonas Okafor'],
      ['Jonas Okafor'],
      ['Jonas Okafor'],
    ]);
    expect((await priya.get(path)).text).to.include('Given back: 3.');
    expect(
      (await day.mailbox.collect()).filter(({ to }) => to.includes(mira.email)),
      'nobody is told of what is not theirs any more',
    ).to.deep.equal([]);
  });

  it('later, when the page offers what is still with those who received it', async () => {
    await day.leave({ work_tasks: mira.membershipId });
    await priya.post(`/tasks/${world.tasks.budget}/completion`);
    expect((await priya.get(path)).text).to.include('1 open task, now with Mira Holm.');
    await day.comeBack({ gives_back: 1 });
    expect(await holders(world.tasks.logo, world.tasks.budget)).to.deep.equal([
      ['Jonas Okafor'],
      ['Mira Holm'],
    ]);
  });

  it('without what others took over, which then is not offered again', async () => {
    await day.leave({ work_tasks: mira.membershipId });
    await day.comeBack();
    expect(await holders(world.tasks.logo)).to.deep.equal([['Mira Holm']]);
    await day.leave();
    await priya.get(path);
    expect((await priya.get(path)).text, 'said once').not.to.include('name="gives_back"');
  });

  it('and takes nothing from who worked on it before as well, nor from who got it since', async () => {
    for (const id of [world.tasks.logo])
      await priya.post(`/tasks/${id}/assignees`, {
        membership_ids: [world.people.jonas.membershipId, mira.membershipId],
      });
    const other = await addPerson(world, 'Otto Other', staffGrants, [world.projects.website]);
    await day.leave({ work_tasks: mira.membershipId });
    await priya.post(`/tasks/${world.tasks.budget}/assignees`, {
      membership_ids: other.membershipId,
    });
    await day.comeBack({ gives_back: 1 });
    expect(await holders(world.tasks.logo, world.tasks.budget)).to.deep.equal([
      ['Jonas Okafor', 'Mira Holm'],
      ['Otto Other'],
    ]);
  });

  it('gives back nothing for who may not let them in, and nothing of somebody who is here', async () => {
    await day.leave({ work_tasks: mira.membershipId });
    const elin = await day.app.signedIn(world.people.elin.userId);
    const fields = { _method: 'DELETE', gives_back: 1 };
    expect((await elin.post(`${path}/deactivation`, fields)).status).to.equal(403);
    await table('users').where({ id: world.people.jonas.userId }).update({ status: 'active' });
    await priya.post(`${path}/deactivation`, fields);
    expect(await holders(world.tasks.logo)).to.deep.equal([['Mira Holm']]);
  });
});
