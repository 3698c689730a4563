import { expect } from 'chai';
import { saveSettings } from '../../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, isSignedIn, signedInByForm, trySignIn } from './signing-in.js';

describe('The sign-in page, which is put together once for all strangers', () => {
  let app: TestApp;
  let world: World;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
  });
  after(() => app.close());

  it('gives each of them a nonce and a form token of their own', async () => {
    const pages = [];
    for (let visit = 0; visit < 4; visit += 1) pages.push(await app.visitor().get('/login'));
    for (const page of pages) {
      expect(page.headers.get('content-security-policy')).to.include(`'nonce-${nonceOf(page)}'`);
    }
    expect(new Set(pages.map(nonceOf)).size).to.equal(pages.length);
    expect(new Set(pages.map(tokenOf)).size).to.equal(pages.length);
    expect(new Set(pages.map(withoutItsOwn)).size).to.equal(1);
  });

  it('lets in who sends the form of a page that others have seen before', async () => {
    await app.visitor().get('/login');
    const visitor = app.visitor();
    await visitor.get('/login');
    expect((await trySignIn(visitor, 'priya@example.com')).status).to.equal(303);
    visitor.forgetToken();
    expect(await isSignedIn(visitor)).to.equal(true);
  });

  it('refuses the token that another visitor was given', async () => {
    const token = tokenOf(await app.visitor().get('/login'));
    const visitor = app.visitor();
    await visitor.get('/login');
    const answer = await trySignIn(visitor, 'priya@example.com', undefined, {
      fields: { _csrf: token },
    });
    expect(answer.status).to.equal(403);
  });

  it('says at once what the agency changes about it', async () => {
    await app.visitor().get('/login');
    await saveSettings(world.workspaceId, {
      'branding.login_text': 'The office moves in May.',
      'branding.portal_name': 'Lantern Portal',
    });
    const page = await app.visitor().get('/login');
    expect(page.text).to.include('The office moves in May.').and.include('Lantern Portal');
  });

  it('is dark for who chose so, and for nobody else', async () => {
    const dark = app.visitor();
    dark.cookies.set('theme', 'dark');
    expect((await dark.get('/login')).text).to.include('data-theme="dark"');
    expect((await app.visitor().get('/login')).text).not.to.include('data-theme');
    expect((await dark.get('/login')).text).to.include('data-theme="dark"');
  });

  it('says that somebody has signed out to them alone, and once', async () => {
    const visitor = await signedInByForm(app, 'jonas@example.com');
    await visitor.get('/profile');
    await visitor.post('/logout');
    expect((await visitor.get('/login')).text).to.include('data-toast>');
    expect((await visitor.get('/login')).text).not.to.include('data-toast>');
    expect((await app.visitor().get('/login')).text).not.to.include('data-toast>');
  });

  it('takes nothing of one address into the page of another', async () => {
    await app.visitor().get('/login?next=/projects');
    expect((await app.visitor().get('/login')).text).not.to.include('/projects');
  });

  it('leads on who has signed in meanwhile in another tab', async () => {
    const tabs = app.visitor();
    const older = tokenOf(await tabs.get('/login'));
    await trySignIn(tabs, 'jonas@example.com');
    const answer = await sendOlderForm(tabs, older, { next: '/projects' });
    expect(answer.status).to.equal(303);
    expect(answer.location).to.equal('/projects');
    expect(await isSignedIn(tabs)).to.equal(true);
  });

  it('says of a form that is too old that it is, and not that a role is missing', async () => {
    const visitor = app.visitor();
    await visitor.get('/login');
    const answer = await sendOlderForm(visitor, 'of-long-ago');
    expect(answer.status).to.equal(403);
    expect(answer.text).to.include('<h1>Please load this page again</h1>');
    expect(answer.text).not.to.include('Your role does not include this');
  });
});

function sendOlderForm(
  visitor: Visitor,
  token: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  return trySignIn(visitor, 'jonas@example.com', undefined, {
    fields: { _csrf: token, ...fields },
  });
}

function nonceOf({ text }: Answer): string {
  return /nonce="([^"]+)"/.exec(text)?.[1] ?? '';
}

function tokenOf({ text }: Answer): string {
  return /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

function withoutItsOwn(page: Answer): string {
  return page.text.replaceAll(nonceOf(page), '').replaceAll(tokenOf(page), '');
}
