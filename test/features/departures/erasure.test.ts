import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { currentKnex, insertRow, table } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { workOff } from '../../../server/core/jobs/index.js';
import { queueMail } from '../../../server/core/mail/index.js';
import { save } from '../../../server/core/storage/index.js';
import { createUser, lookUpUser } from '../../../server/features/accounts/index.js';
import { eraseDue } from '../../../server/features/departures/index.js';
import { features } from '../../../server/features.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';

const phone = '+49 7071 555 0199';
const title = 'Keeper of the Harbour Light';

/** Places in which an erased person's name may still stand, with the reason. */
const allowed = new Map([
  [
    'audit_entries',
    'nobody changes an entry: pages and exports put the name aside, and the entry goes when its own time is over',
  ],
]);
const coreTables = [
  'settings',
  'jobs',
  'events',
  'event_deliveries',
  'outbox',
  'rate_limits',
  'audit_entries',
];

/** Tables in which one of some words stands in any column. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of [...coreTables, ...features.flatMap(({ tables = [] }) => tables)]) {
    const stored = JSON.stringify(await currentKnex()(name)).toLowerCase();
    if (words.some((word) => stored.includes(word.toLowerCase()))) found.push(name);
  }
  return found;
}

describe('Erasing somebody', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let photo: string;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
    photo = await fill();
  });
  afterEach(() => app.close());

  const jonas = () => world.people.jonas;
  const words = () => [jonas().name, jonas().email, phone, title];

  /** Leaves something of Jonas in every corner that keeps people's data. */
  async function fill(): Promise<string> {
    const { userId, membershipId, name, email } = jonas();
    const stored = await save(Readable.from(['a face']), { name: 'face.txt', maxBytes: 100 });
    await table('users')
      .where({ id: userId })
      .update({ phone, job_title: title, photo_key: stored.key });
    const visitor = await app.signedIn(userId);
    await visitor.post('/comments', {
      subject_type: 'task',
      subject_id: world.tasks.logo,
      body: 'Looks fine.',
    });
    const at = now();
    await insertRow('sign_ins', {
      user_id: userId,
      method: 'password',
      outcome: 'done',
      ip_address: '192.0.2.7',
      user_agent: 'test',
      created_at: at,
    });
    await insertRow('google_accounts', {
      user_id: userId,
      subject: '4711',
      email,
      created_at: at,
    });
    await insertRow('account_tokens', {
      user_id: userId,
      kind: 'confirm-email',
      token_hash: 'h',
      email,
      created_at: at,
      expires_at: at,
      used_at: null,
    });
    await insertRow('permission_overrides', {
      membership_id: membershipId,
      permission: 'projects.create',
      effect: 'allow',
      scope: 'all',
      ends_at: null,
    });
    await queueMail({
      workspaceId: world.workspaceId,
      to: { name, address: email },
      locale: 'en',
      template: 'account-deactivated',
      data: {},
    });
    await table('outbox').update({ subject: `Good bye, ${name}` });
    await priya.post('/access-review', {});
    await priya.post(`/users/${userId}/deactivation`);
    await priya.post(`/users/${userId}/deactivation`, { _method: 'DELETE' });
    return stored.key;
  }

  async function remove(): Promise<void> {
    const { userId, name } = jonas();
    const answer = await priya.post(`/users/${userId}/deletion`, { confirmation: name });
    expect(answer.location).to.equal('/trash');
  }

  async function storedFiles(): Promise<string[]> {
    const folder = app.config.uploadsDirectory;
    return (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  }

  it('finds them in many places as long as they wait in the trash', async () => {
    await remove();
    expect(await tablesWith(words())).to.include.members([
      'users',
      'events',
      'outbox',
      'access_review_rows',
    ]);
    expect((await storedFiles()).some((file) => file.endsWith(photo))).to.equal(true);
  });

  it('happens after thirty days by itself, not a day sooner, and leaves nothing in any table', async () => {
    await remove();
    const start = now();
    setClock(() => start + 29 * day);
    await eraseDue();
    expect((await lookUpUser(jonas().userId))?.name).to.equal(jonas().name);
    setClock(() => start + 30 * day + 1000);
    await eraseDue();
    expect(await tablesWith(words())).to.deep.equal([...allowed.keys()]);
    for (const [name, where] of [
      ['sessions', { user_id: jonas().userId }],
      ['sign_ins', { user_id: jonas().userId }],
      ['permission_overrides', { membership_id: jonas().membershipId }],
      ['membership_roles', { membership_id: jonas().membershipId }],
      ['invitations', { membership_id: jonas().membershipId }],
    ] as const)
      expect(await currentKnex()(name).where(where), name).to.deep.equal([]);
    await eraseDue();
  });

  it('leaves nothing of them among the uploads', async () => {
    await remove();
    await erase();
    await workOff('jobs');
    const files = await storedFiles();
    expect(files.some((file) => file.endsWith(photo))).to.equal(false);
    for (const file of files) {
      const text = (await readFile(file)).toString('latin1');
      for (const word of words()) expect(text.includes(word), file).to.equal(false);
    }
  });

  it('S024 keeps the history readable as “Former member N”, in comments, the project and the trail', async () => {
    await remove();
    await erase();
    const former = `Former member ${jonas().userId}`;
    for (const address of [
      `/tasks/${world.tasks.logo}`,
      `/projects/${world.projects.website}/activity`,
      '/audit',
    ]) {
      const { text } = await priya.get(address);
      expect(text, address).to.include(former);
      for (const word of words())
        expect(text.includes(word), `${word} at ${address}`).to.equal(false);
    }
    const list = await priya.post('/audit/export', {});
    for (const word of words()) expect(list.text.includes(word), word).to.equal(false);
  });

  it('frees the address, and cannot be taken back', async () => {
    await remove();
    await erase();
    const { userId, email } = jonas();
    expect((await priya.get('/trash')).text).to.include('Nobody is in the trash');
    expect((await priya.post(`/trash/people/${userId}/restoration`)).status).to.equal(404);
    const again = await createUser({ name: 'Jonas Weber', email, status: 'active' });
    expect(again).to.be.greaterThan(userId);
  });

  it('asks for the name once more when it is to happen at once', async () => {
    await remove();
    const at = `/trash/people/${jonas().userId}/erasure`;
    const answer = await priya.post(at, { confirmation: 'Jonas' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('This is not the name of the person.');
    expect((await lookUpUser(jonas().userId))?.name).to.equal(jonas().name);
  });

  it('is noted without the name', async () => {
    await remove();
    await erase();
    const entry = await table('audit_entries').where({ action: 'user.erased' }).first();
    expect(entry).to.include({
      subject_id: jonas().userId,
      subject_name: `Former member ${jonas().userId}`,
    });
  });

  async function erase(): Promise<void> {
    const { userId, name } = jonas();
    const answer = await priya.post(`/trash/people/${userId}/erasure`, { confirmation: name });
    expect(answer.location).to.equal('/trash');
  }
});
