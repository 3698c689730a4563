import { insertRow, table } from '../../server/core/database/index.js';
import { day, hour, minute, now } from '../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../server/core/settings/index.js';
import {
  createUser,
  hashPassword,
  lookUpUser,
  sendWelcome,
} from '../../server/features/accounts/index.js';
import { createMembership } from '../../server/features/memberships/index.js';
import { builtInRole } from '../../server/features/roles/index.js';
import { type GoogleWorld, makeGoogleWorld } from '../features/google-sign-in/google-world.js';
import { goodPassword, inviteGuest } from '../features/invitations/guests.js';
import { type Mailbox, startMailbox } from '../support/mailbox.js';
import type { Answer, Visitor } from '../support/visitor.js';
import { worldPassword } from '../support/world.js';

/** The product, a provider in Google's place and a mailbox. */
export interface LinkHouse extends GoogleWorld {
  mailbox: Mailbox;
}

/** One link on its way: whose it is, where it leads, and the browser in which it was asked for. */
export interface Trip {
  userId: number;
  path: string;
  browser: Visitor;
}

/** A kind of link: how one comes to it, how one goes it, and what a dead one says. */
export interface LinkKind {
  /** How long (ms) it works. */
  life: number;
  /** What it leaves in the trail, once. */
  action: string;
  /** Heading of the page that refuses it, and how that page says to mend it. */
  heading: RegExp;
  mend: RegExp;
  /** Whether it works in the browser alone in which it was begun. */
  isBound?: true;
  begin(house: LinkHouse): Promise<Trip>;
  /** What the button of its page sends; without it, opening the address is all. */
  fields?: Record<string, string>;
}

/** Starts the house; links to sign in by are allowed. */
export async function openLinkHouse(): Promise<LinkHouse> {
  const here = await makeGoogleWorld();
  const mailbox = await startMailbox();
  await saveInstallationSettings({
    'general.base_url': here.app.origin,
    'security.sign_in_link': true,
  });
  const close = async () => {
    await mailbox.close();
    await here.close();
  };
  return { ...here, mailbox, close };
}

const problem = { heading: /<h1>Google did not sign you in<\/h1>/, mend: /Begin again/ };
const password = {
  action: 'user.password_reset',
  heading: /<h1>This link no longer works<\/h1>/,
  mend: /href="\/forgot-password"[^>]*>Ask for a new link/,
  fields: { password: goodPassword },
};

/** Every kind of link that does something for who holds it. */
export const linkKinds: Record<string, LinkKind> = {
  'An invitation': {
    life: 7 * day,
    action: 'invitation.accepted',
    heading: /<h1>This invitation (has expired|was accepted already|no longer works|is not here)/,
    mend: /ask who invited you|Ask who invited you|Sign in with your e-mail/,
    fields: { name: 'Ines Caldeira', password: goodPassword },
    begin: async ({ app, world }) => {
      const { userId, path } = await inviteGuest(world, 'client');
      return { userId, path, browser: app.visitor() };
    },
  },
  'A link to a new password': {
    ...password,
    life: hour,
    begin: async (house) => {
      const { userId, email } = await newClient(house);
      const browser = house.app.visitor();
      await browser.post('/forgot-password', { email });
      return { userId, path: await house.mailbox.linkTo(email), browser };
    },
  },
  'The link of a new account to a first password': {
    ...password,
    life: 7 * day,
    begin: async ({ app, world, mailbox, ...house }) => {
      const { userId, email } = await newClient({ app, world, mailbox, ...house });
      const user = await lookUpUser(userId);
      const welcome = { inviter: 'Priya Raman', roles: [], teams: [] };
      if (user) await sendWelcome(user, world.workspaceId, welcome);
      return { userId, path: await mailbox.linkTo(email), browser: app.visitor() };
    },
  },
  'A link to a new e-mail address': {
    life: day,
    action: 'user.email_changed',
    heading: /<h1>This link no longer works<\/h1>/,
    mend: /Ask for a new link in your profile/,
    fields: {},
    begin: async (house) => {
      const { userId, email } = await newClient(house);
      const browser = await house.app.signedIn(userId);
      const wanted = `new.${email}`;
      await browser.post('/profile/email', { email: wanted, current_password: worldPassword });
      return { userId, path: await house.mailbox.linkTo(wanted), browser };
    },
  },
  'A link to sign in by': {
    life: 15 * minute,
    action: 'user.signed_in',
    heading: /<h1>This link no longer works<\/h1>/,
    mend: /href="\/login\/link"[^>]*>Send me a new link|Ask for a new link, or sign in/,
    fields: {},
    begin: async (house) => {
      const { userId, email } = await newClient(house);
      const browser = house.app.visitor();
      await browser.post('/login/link', { email });
      return { userId, path: await house.mailbox.linkTo(email), browser };
    },
  },
  'The way back from Google': {
    ...problem,
    life: 10 * minute,
    action: 'user.signed_in',
    isBound: true,
    begin: async (house) => {
      const { userId, account } = await newGoogleClient(house);
      await insertRow('google_accounts', {
        user_id: userId,
        subject: account.sub,
        email: account.email,
        created_at: now(),
      });
      const browser = house.app.visitor();
      const there = await browser.get('/auth/google');
      return { userId, path: await house.google.visit(there.location), browser };
    },
  },
  'The way back from connecting Google': {
    ...problem,
    life: 10 * minute,
    action: 'user.google_connected',
    isBound: true,
    begin: async (house) => {
      const { userId } = await newGoogleClient(house);
      const browser = await house.app.signedIn(userId);
      const { text } = await browser.get('/profile/google');
      const way = /href="(\/auth\/google\?with=[^"]+)"/.exec(text)?.[1] ?? '';
      const there = await browser.get(way.replaceAll('&amp;', '&'));
      return { userId, path: await house.google.visit(there.location), browser };
    },
  },
};

/** Opens a link and does what its page asks for. */
export async function go(kind: LinkKind, visitor: Visitor, path: string): Promise<Answer> {
  const page = await visitor.get(path);
  return kind.fields ? visitor.post(path, kind.fields) : page;
}

/** Everything of an account that a link could change. */
export async function stateOf(userId: number): Promise<unknown> {
  const { version: _version, ...user } = (await table('users').where({ id: userId }).first()) ?? {};
  return {
    user,
    memberships: await table('memberships').where({ user_id: userId }).select('id', 'status'),
    sessions: await table('sessions').where({ user_id: userId }).select('id', 'token_hash'),
    waiting: await table('pending_sign_ins').where({ user_id: userId }).select('id'),
    google: await table('google_accounts').where({ user_id: userId }).select('subject'),
  };
}

let made = 0;

async function newClient({ world }: LinkHouse): Promise<{ userId: number; email: string }> {
  made += 1;
  const email = `client${made}@example.com`;
  const passwordHash = await hashPassword(worldPassword);
  const userId = await createUser({
    name: `Client ${made}`,
    email,
    status: 'active',
    passwordHash,
  });
  const { id } = await builtInRole(world.workspaceId, 'client');
  await createMembership({
    workspaceId: world.workspaceId,
    userId,
    audience: 'client',
    roleIds: [id],
    companyId: world.companies.harbour,
    status: 'active',
  });
  return { userId, email };
}

async function newGoogleClient(house: LinkHouse) {
  const { userId, email } = await newClient(house);
  const account = { sub: `sub-${made}`, email, email_verified: true, name: 'At Google' };
  house.google.account = account;
  return { userId, account };
}
