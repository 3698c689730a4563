import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Mailbox, startMailbox } from '../../support/mailbox.js';
import type { Answer, Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { givePasswords } from '../accounts/signing-in.js';

/** The product with the small world in it, where clients may sign in by a link. */
export interface LinkWorld {
  app: TestApp;
  world: World;
  mailbox: Mailbox;
  /** Asks for a link in a browser of its own and returns the path in the letter. */
  linkFor(email: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts it; everybody of the small world has its password. */
export async function makeLinkWorld(): Promise<LinkWorld> {
  const app = await startTestApp();
  const world = await makeWorld();
  await givePasswords();
  const mailbox = await startMailbox();
  await allowLinks();
  return {
    app,
    world,
    mailbox,
    linkFor: async (email) => {
      await app.visitor().post('/login/link', { email });
      return mailbox.linkTo(email);
    },
    close: async () => {
      await mailbox.close();
      await app.close();
    },
  };
}

/** What an admin decides on the page of the security settings. */
export async function allowLinks(isAllowed = true): Promise<void> {
  await saveInstallationSettings({ 'security.sign_in_link': isAllowed });
}

/** Opens a link and presses its button. */
export async function comeBy(
  visitor: Visitor,
  path: string,
  fields: Record<string, string> = {},
): Promise<Answer> {
  await visitor.get(path);
  const answer = await visitor.post(path, fields);
  if (answer.status === 303) visitor.forgetToken();
  return answer;
}
