import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { minute, now, second, setClock } from '../../../server/core/dates/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords, trySignIn } from '../accounts/signing-in.js';

/** An authenticator app on somebody's phone, with what they wrote down when it was set up. */
export interface App {
  secret: string;
  recoveryCodes: string[];
}

/** The code that a real app shows for a secret, some steps of 30 seconds away from now. */
export function codeOf(secret: string, steps = 0): string {
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  return app.generate({ timestamp: now() + steps * 30 * second });
}

/** The secret and its sealed twin on the page that offers them. */
export async function openOffer(visitor: Visitor): Promise<{ secret: string; sealed: string }> {
  return readOffer(await visitor.get('/profile/two-factor/app'));
}

/** The same, of a page at hand. */
export function readOffer({ text }: Answer): { secret: string; sealed: string } {
  const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(text)?.[1]?.replaceAll(' ', '') ?? '';
  const sealed = /name="sealed" value="([^"]+)"/.exec(text)?.[1] ?? '';
  expect(secret, text.slice(0, 400)).to.match(/^[A-Z2-7]{32}$/);
  return { secret, sealed };
}

/** Sets an app up on the pages, as its owner would. */
export async function setUpApp(visitor: Visitor): Promise<App> {
  const { secret, sealed } = await openOffer(visitor);
  const answer = await visitor.post('/profile/two-factor/app', { sealed, code: codeOf(secret) });
  expect(answer.status, answer.text.slice(0, 600)).to.equal(303);
  visitor.forgetToken();
  const page = await visitor.get(answer.location);
  return { secret, recoveryCodes: codesOn(page) };
}

/** The recovery codes that stand on a page. */
export function codesOn({ text }: Answer): string[] {
  return [...text.matchAll(/<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<\/code>/g)].map(
    ([, code]) => code as string,
  );
}

/** Somebody in a new browser whose password was right and who stands before the second step. */
export async function beforeSecondStep(
  app: TestApp,
  email: string,
  fields: Record<string, string> = {},
): Promise<Visitor> {
  const visitor = app.visitor();
  const answer = await trySignIn(visitor, email, undefined, { fields });
  expect([answer.status, answer.location]).to.deep.equal([303, '/two-factor']);
  return visitor;
}

/** The product and the small world, in which Jonas set an app up two minutes ago; the clock stands still. */
export async function startWithApp(): Promise<{
  app: TestApp;
  world: World;
  mailbox: Mailbox;
  phone: App;
}> {
  const app = await startTestApp();
  const world = await makeWorld();
  await givePasswords();
  const mailbox = await startMailbox();
  const moment = Date.now();
  setClock(() => moment);
  const phone = await setUpApp(await app.signedIn(world.people.jonas.userId));
  wait(2 * minute);
  await mailbox.clear();
  return { app, world, mailbox, phone };
}

/** Moves the clock on by so many milliseconds, and lets it stand there. */
export function wait(ms: number): void {
  const moment = now() + ms;
  setClock(() => moment);
}
