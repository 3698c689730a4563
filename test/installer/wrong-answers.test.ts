import { expect } from 'chai';
import type { Fields, Visitor } from '../support/visitor.js';
import {
  type FreshInstaller,
  freshInstaller,
  goodAnswers,
  passSteps,
  unreachableMail,
} from './support.js';

describe('Wrong answers to the installer', () => {
  let installer: FreshInstaller;
  let visitor: Visitor;

  beforeEach(async () => {
    installer = await freshInstaller();
    visitor = await installer.admitted();
  });

  afterEach(async () => installer.close());

  const cases: { step: string; before: string; fields: Fields; says: string; keeps: string }[] = [
    {
      step: 'database',
      before: 'welcome',
      fields: { engine: 'sqlite', file: '/no/such/folder/data.sqlite' },
      says: 'There is no such folder',
      keeps: 'value="/no/such/folder/data.sqlite"',
    },
    {
      step: 'database',
      before: 'welcome',
      fields: { engine: 'sqlite', file: '/etc/passwd' },
      says: 'This file is no database',
      keeps: 'value="/etc/passwd"',
    },
    {
      step: 'database',
      before: 'welcome',
      fields: { engine: 'postgres', host: '127.0.0.1', port: '1', name: 'x', user: 'y' },
      says: 'Nothing listens on this port',
      keeps: 'value="127.0.0.1"',
    },
    {
      step: 'database',
      before: 'welcome',
      fields: { engine: 'mysql', host: 'http://db/', port: '99999', name: 'x', user: 'y' },
      says: 'Type only the name or the address',
      keeps: 'value="99999"',
    },
    {
      step: 'database',
      before: 'welcome',
      fields: { engine: 'mysql', host: 'no.such.host.invalid', name: 'x', user: 'y' },
      says: 'This name could not be found',
      keeps: 'value="no.such.host.invalid"',
    },
    {
      step: 'database',
      before: 'welcome',
      fields: { engine: 'oracle' },
      says: 'Choose one of the list',
      keeps: '',
    },
    {
      step: 'administrator',
      before: 'database',
      fields: { name: 'Priya', email: 'priya', password: 'harbour lights in november' },
      says: 'Type an address like',
      keeps: 'value="priya"',
    },
    {
      step: 'administrator',
      before: 'database',
      fields: { name: 'Priya Raman', email: 'priya@x.example', password: 'qwertyuiop12' },
      says: 'f-password-error',
      keeps: 'value="priya@x.example"',
    },
    {
      step: 'administrator',
      before: 'database',
      fields: { name: '', email: '', password: '' },
      says: 'f-email-error',
      keeps: '',
    },
    {
      step: 'organisation',
      before: 'administrator',
      fields: { ...goodAnswers.organisation, base_url: 'work.marlowfinch.example' },
      says: 'Type an address like https://work.example.com',
      keeps: 'value="work.marlowfinch.example"',
    },
    {
      step: 'organisation',
      before: 'administrator',
      fields: { ...goodAnswers.organisation, base_url: 'https://x.example/tasks' },
      says: 'Type an address like https://work.example.com',
      keeps: 'value="Marlow &amp; Finch"',
    },
    {
      step: 'organisation',
      before: 'administrator',
      fields: { ...goodAnswers.organisation, timezone: 'Mars/Base', color: 'red' },
      says: 'f-timezone-error',
      keeps: 'value="Marlow &amp; Finch"',
    },
    {
      step: 'email',
      before: 'organisation',
      fields: { host: '', port: '0', security: 'starttls', from_address: 'x' },
      says: 'f-host-error',
      keeps: 'value="x"',
    },
    {
      step: 'license',
      before: 'email',
      fields: { key: 'TS1.forged.key', go: 'next' },
      says: 'This is not a key of Task Session',
      keeps: 'TS1.forged.key',
    },
    {
      step: 'license',
      before: 'email',
      fields: { key: '', go: 'next' },
      says: 'Paste your key here',
      keeps: '',
    },
  ];

  for (const { step, before, fields, says, keeps } of cases) {
    it(`${step}: “${says}”`, async () => {
      await passSteps(visitor, before);
      const answer = await visitor.post(`/install/${step}`, fields);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include(says);
      expect(answer.text).to.include(keeps);
      expect(answer.text).to.match(/id="f-[a-z_]+-error"/);
      expect(answer.text).not.to.include('harbour lights');
      expect((await visitor.get('/install')).location).to.equal(`/install/${step}`);
    });
  }

  it('says what the mail server answers, and lets one go on without it', async () => {
    await passSteps(visitor, 'organisation');
    const answer = await visitor.post('/install/email', { ...unreachableMail, go: 'next' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('The test message could not be sent');
    expect(answer.text).to.include('value="127.0.0.1"');
    const untested = await visitor.post('/install/email', { ...unreachableMail, go: 'untested' });
    expect(untested.location).to.equal('/install/license');
  });

  it('fills in the server of a common provider', async () => {
    await passSteps(visitor, 'organisation');
    const answer = await visitor.post('/install/email', { preset: 'fastmail', go: 'preset' });
    expect(answer.text).to.include('value="smtp.fastmail.com"');
    expect(answer.text).to.include('value="465"');
  });
});
