import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now, second, setClock } from '../../../server/core/dates/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { dump } from '../../support/addresses.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

describe('Deciding from the mail', () => {
  let app: TestApp;
  let world: World;
  let mailbox: Mailbox;
  let stranger: Visitor;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    for (const name of ['review_files', 'review_approvers', 'review_rounds'])
      await table(name).delete();
    await table('tasks').update({ review_state: null });
    mailbox = await startMailbox();
    await saveInstallationSettings({ 'general.base_url': app.origin });
    stranger = app.visitor();
  });
  afterEach(async () => {
    setClock();
    await mailbox.close();
    await app.close();
  });

  /** Asks contacts to review the logo, and answers with the ways their mails lead. */
  const ask = async (...names: ('sofia' | 'tom')[]) => {
    const jonas = await app.signedIn(world.people.jonas.userId);
    await jonas.post(`/tasks/${world.tasks.logo}/reviews`, {
      approver_ids: names.map((name) => String(world.people[name].membershipId)),
      rule: 'any',
      message: 'Look at the colours.',
    });
    await workOff('events');
    const paths = [];
    for (const name of names) paths.push(await mailbox.linkTo(world.people[name].email));
    return paths as [string, ...string[]];
  };
  const stateOf = async () =>
    (await table('tasks').where({ id: world.tasks.logo }).first())?.review_state;
  const approve = (path: string, visitor = stranger) =>
    visitor.post(path, { decision: 'approved' });
  const expectDead = (answer: Answer) => {
    expect(answer.status).to.be.oneOf([404, 410]);
    if (answer.status === 410)
      expect(answer.text)
        .to.include('This link no longer works')
        .and.include('Sign in to the portal');
  };

  it('S112 a mail names what is asked, and its link leads to the decision without signing in', async () => {
    const [path] = await ask('sofia');
    const page = await stranger.get(path);
    expect(page.status).to.equal(200);
    expect(page.text)
      .to.include('Redraw the harbour logo')
      .and.include('Look at the colours.')
      .and.include('logo-draft.txt');
    expect(page.text).not.to.include('Secret-');
    expect(page.headers.get('referrer-policy')).to.equal('no-referrer');
    expect(await stateOf()).to.equal('open');
  });

  it('opening the link decides nothing, however often mail programs do', async () => {
    const [path] = await ask('sofia');
    const before = await dump();
    for (let time = 0; time < 3; time += 1) await app.visitor().get(path);
    expect(await dump()).to.equal(before);
  });

  it('the button decides, once, and the team hears of it', async () => {
    const [path] = await ask('sofia');
    const answer = await stranger.post(path, { decision: 'approved', comment: 'Lovely.' });
    expect(answer.text).to.include('Approved. Thank you.');
    expect(await stateOf()).to.equal('approved');
    const approver = await table('review_approvers').first();
    expect(approver).to.include({ way: 'mail', comment: 'Lovely.' });
    expectDead(await approve(path));
    expectDead(await stranger.get(path));
    await workOff('events');
    const rows = await table('outbox').where({ template: 'review-decided' });
    expect(rows.map(({ to_address }) => to_address)).to.include(world.people.jonas.email);
    expect(rows.map(({ to_address }) => to_address)).not.to.include(world.people.sofia.email);
  });

  it('whoever asks for changes by it says which', async () => {
    const [path] = await ask('sofia');
    const silent = await stranger.post(path, { decision: 'changes' });
    expect(silent.status).to.equal(422);
    expect(silent.text).to.include('Say what should change');
    await stranger.post(path, { decision: 'changes', comment: 'More blue.' });
    expect(await stateOf()).to.equal('changes');
  });

  it('its files can be looked at, and no others', async () => {
    const [path] = await ask('sofia');
    const { text } = await stranger.get(path);
    const file = /href="(\/review\/[^"]+\/files\/\d+)"/.exec(text)?.[1] ?? '';
    expect((await stranger.get(file)).text).to.equal('The logo in words');
    expect((await stranger.get(file.replace(/\d+$/, '999'))).status).to.equal(404);
    await approve(path);
    expect((await stranger.get(file)).status).to.equal(404);
  });

  it('is refused when it is too old, made up, for a closed round, or raced', async () => {
    const start = now();
    const [late] = await ask('sofia');
    setClock(() => start + 7 * day - 10 * second);
    expect((await stranger.get(late)).status).to.equal(200);
    setClock(() => start + 7 * day + 10 * second);
    expectDead(await stranger.get(late));
    expectDead(await approve(late));
    setClock();
    expectDead(await stranger.get(`${late}x`));
    expect(await stateOf()).to.equal('open');
    const answers = await Promise.all([1, 2, 3].map(() => approve(late, app.visitor())));
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    expect(await table('review_entries')).to.have.length(1);
  });

  it('is refused to who may not review any more, or left the project', async () => {
    const [first, second] = await ask('sofia', 'tom');
    const { membershipId } = world.people.sofia;
    await table('project_assignments').where({ membership_id: membershipId }).delete();
    expectDead(await stranger.get(first));
    expectDead(await approve(first));
    await table('users').where({ id: world.people.tom.userId }).update({ status: 'inactive' });
    expectDead(await approve(second ?? ''));
    expect(await stateOf()).to.equal('open');
  });
});
