import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { hashPassword } from '../../../server/features/accounts/index.js';
import type { TestApp } from '../../support/app.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { worldPassword } from '../../support/world.js';

let hash: string | undefined;

/** Gives everybody of the small world the same password. */
export async function givePasswords(): Promise<void> {
  hash ??= await hashPassword(worldPassword);
  await table('users').update({ password_hash: hash });
}

/** Sends the sign-in form. */
export function trySignIn(
  visitor: Visitor,
  email: string,
  password: string = worldPassword,
  more: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return visitor.post('/login', { email, password, ...more.fields }, more.headers);
}

/** Somebody who has signed in through the form, in a browser of their own. */
export async function signedInByForm(
  app: TestApp,
  email: string,
  password: string = worldPassword,
): Promise<Visitor> {
  const visitor = app.visitor();
  const answer = await trySignIn(visitor, email, password);
  expect(answer.status, answer.text.slice(0, 400)).to.equal(303);
  visitor.forgetToken();
  return visitor;
}

/** Whether a browser is signed in. */
export async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/profile')).status === 200;
}

/** The cookie of a session, as the browser holds it. */
export function sessionCookie(visitor: Visitor): string | undefined {
  return visitor.cookies.get('session');
}
