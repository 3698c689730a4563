import { expect } from 'chai';
import type { TestApp } from '../../support/app.js';
import { Authenticator, type Flaws } from '../../support/authenticator.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import type { World } from '../../support/world.js';

/** The site as its settings know it: passkeys belong to a name. */
export const site = 'https://agency.example.com';

/** What a browser is asked at an address. */
export async function askedAt(visitor: Visitor, path: string) {
  const answer = await visitor.post(path, {}, { accept: 'application/json' });
  expect(answer.status, answer.text).to.equal(200);
  return JSON.parse(answer.text) as { challenge: string };
}

/** Adds a passkey on the page, as a browser does. */
export async function register(
  visitor: Visitor,
  device: Authenticator,
  { flaws = {}, name = 'Phone' }: { flaws?: Flaws; name?: string } = {},
): Promise<Answer> {
  const question = await askedAt(visitor, '/profile/two-factor/passkeys/options');
  const credential = device.register(question, flaws);
  const answer = await visitor.post('/profile/two-factor/passkeys', { name, credential });
  visitor.forgetToken();
  return answer;
}

/** Jonas has a passkey on this phone. */
export async function withPasskey(app: TestApp, world: World): Promise<Authenticator> {
  const device = new Authenticator(site);
  const visitor = await app.signedIn(world.people.jonas.userId);
  expect((await register(visitor, device)).status).to.equal(303);
  return device;
}

/** Signs in by a passkey on the sign-in page. */
export async function signInBy(
  visitor: Visitor,
  device: Authenticator,
  flaws: Flaws = {},
): Promise<Answer> {
  const question = await askedAt(visitor, '/login/passkey/options');
  const answer = await visitor.post('/login/passkey', { credential: device.use(question, flaws) });
  visitor.forgetToken();
  return answer;
}
