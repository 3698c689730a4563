import { expect } from 'chai';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Mails about tasks', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let priya: Visitor;
  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    mailbox = await startMailbox();
    priya = await app.signedIn(world.people.priya.userId);
  });
  afterEach(async () => {
    await mailbox.close();
    await app.close();
  });

  it('S108: tell whom a task was given, with the way to it', async () => {
    const { budget } = world.tasks;
    await priya.post(`/tasks/${budget}/assignees`, {
      membership_ids: world.people.jonas.membershipId,
    });
    const letter = await mailbox.lastTo(world.people.jonas.email);
    expect(letter.subject).to.include('Secret-Task-Budget of the relaunch');
    expect(letter.text).to.include('Priya Raman').and.include(`/tasks/${budget}`);
  });

  it('say nothing to whoever took a task themselves', async () => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    await jonas.post(`/tasks/${world.tasks.budget}/assignees`, {
      membership_ids: world.people.jonas.membershipId,
    });
    expect((await mailbox.collect()).map(({ to }) => to)).to.deep.equal([]);
  });
});
