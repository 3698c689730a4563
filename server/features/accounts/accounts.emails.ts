import { formatsFor, translatorFor } from '../../core/locale/index.js';
import { queueMail } from '../../core/mail/index.js';
import { setting } from '../../core/settings/index.js';
import { siteAddress } from './site-address.js';
import type { UserRow } from './users.queries.js';

/** To whom a message goes, and on whose behalf. */
interface Letter {
  user: UserRow;
  workspaceId: number;
}

/** What somebody who was added with a password is told: by whom, and as what they are here. */
export interface Welcome {
  inviter: string;
  roles: readonly string[];
  teams: readonly string[];
}

/** The language of messages to a user: their own, else the workspace's. */
export function mailLocale(user: Pick<UserRow, 'locale'>, workspaceId: number): string {
  return user.locale ?? setting(workspaceId, 'general.locale');
}

/** A moment (ms UTC) as the reader of a message writes it. */
export function mailMoment(
  user: Pick<UserRow, 'locale' | 'timezone'>,
  workspaceId: number,
  moment: number,
): string {
  const locale = mailLocale(user, workspaceId);
  const timezone = user.timezone ?? setting(workspaceId, 'general.timezone');
  return formatsFor(locale, timezone, translatorFor(locale)).dateTime(moment);
}

/** The link to choose a new password; goes to the stored address, whatever was typed (CVE 26). */
export async function passwordResetEmail(
  { user, workspaceId }: Letter,
  token: string,
  expiresAt: number,
): Promise<void> {
  await queueMail({
    ...addressed({ user, workspaceId }),
    template: 'password-reset',
    data: {
      link: siteAddress(`/reset-password/${token}`),
      expires: mailMoment(user, workspaceId, expiresAt),
    },
    expiresAt,
    sensitive: true,
  });
}

/** Says that the password was changed, from where. */
export async function passwordChangedEmail(
  { user, workspaceId }: Letter,
  { moment, device }: { moment: number; device: string },
): Promise<void> {
  await queueMail({
    ...addressed({ user, workspaceId }),
    template: 'password-changed',
    data: {
      when: mailMoment(user, workspaceId, moment),
      device,
      link: siteAddress('/forgot-password'),
    },
  });
}

/** What is said to an address that is to be confirmed; `changer` is another who entered it. */
interface EmailConfirmation {
  address: string;
  token: string;
  expiresAt: number;
  changer?: string | undefined;
}

/** The link that confirms a new address; goes to that address. */
export async function emailConfirmationEmail(
  { user, workspaceId }: Letter,
  { address, token, expiresAt, changer }: EmailConfirmation,
): Promise<void> {
  await queueMail({
    ...addressed({ user, workspaceId }),
    to: { name: user.name, address },
    template: 'email-change-confirm',
    data: {
      address,
      changer,
      link: siteAddress(`/confirm-email/${token}`),
      expires: mailMoment(user, workspaceId, expiresAt),
    },
    expiresAt,
    sensitive: true,
  });
}

/** Tells the earlier address that it no longer signs in, and the new one that it does. `user` is as before. */
export async function emailChangedEmail(letter: Letter, address: string): Promise<void> {
  const old = addressed(letter);
  await queueMail({ ...old, template: 'email-changed', data: { address } });
  await queueMail({
    ...old,
    to: { name: letter.user.name, address },
    template: 'email-confirmed',
    data: { link: siteAddress('/') },
  });
}

/** Says that another set a new password: `changer` by name, or whoever runs the server. */
export async function passwordSetEmail(letter: Letter, changer: string | undefined): Promise<void> {
  await queueMail({
    ...addressed(letter),
    template: 'password-set',
    data: { changer, link: siteAddress('/login') },
  });
}

/** Says that an account was made for them, with a link to set its password; no password is mailed. */
export async function welcomeEmail(
  { user, workspaceId }: Letter,
  welcome: Welcome & { token: string; expiresAt: number },
): Promise<void> {
  const { inviter, roles, teams, token, expiresAt } = welcome;
  await queueMail({
    ...addressed({ user, workspaceId }),
    template: 'welcome-set-password',
    data: {
      inviter,
      roles,
      teams,
      site: siteAddress(''),
      address: user.email,
      expires: mailMoment(user, workspaceId, expiresAt),
      link: siteAddress(`/reset-password/${token}`),
    },
    expiresAt,
    sensitive: true,
  });
}

/** Says that the account was used on a device for the first time. */
export async function newDeviceEmail(
  { user, workspaceId }: Letter,
  { moment, device, ip }: { moment: number; device: string; ip: string },
): Promise<void> {
  await queueMail({
    ...addressed({ user, workspaceId }),
    template: 'new-device',
    data: {
      when: mailMoment(user, workspaceId, moment),
      device,
      ip,
      link: siteAddress('/profile/sessions'),
    },
  });
}

function addressed({ user, workspaceId }: Letter) {
  return {
    workspaceId,
    to: { name: user.name, address: user.email },
    locale: mailLocale(user, workspaceId),
  };
}
