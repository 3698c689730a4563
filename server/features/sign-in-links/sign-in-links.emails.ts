import { queueMail } from '../../core/mail/index.js';
import { mailLocale, mailMoment, siteAddress, type UserRow } from '../accounts/index.js';

/** To whom a message goes, and on whose behalf. */
interface Letter {
  user: UserRow;
  workspaceId: number;
}

/** The link itself; goes to the stored address, whatever was typed (CVE 26). `expiresAt` in ms UTC. */
export async function signInLinkEmail(
  letter: Letter,
  { path, expiresAt }: { path: string; expiresAt: number },
): Promise<void> {
  const expires = mailMoment(letter.user, letter.workspaceId, expiresAt);
  await queueMail({
    ...addressed(letter),
    template: 'sign-in-link',
    data: { link: siteAddress(path), expires },
    expiresAt,
    sensitive: true,
  });
}

/** Tells a member of the team, who wanted a link, how they sign in. */
export async function teamSignInEmail(letter: Letter): Promise<void> {
  const data = { link: siteAddress('/login') };
  await queueMail({ ...addressed(letter), template: 'sign-in-link-team', data });
}

/** Tells somebody, who wanted a link, that their invitation comes first. */
export async function invitationFirstEmail(letter: Letter): Promise<void> {
  await queueMail({ ...addressed(letter), template: 'sign-in-link-invited', data: {} });
}

function addressed({ user, workspaceId }: Letter) {
  return {
    workspaceId,
    to: { name: user.name, address: user.email },
    locale: mailLocale(user, workspaceId),
  };
}
