import { decrypt } from '../../../server/core/crypto/index.js';
import { table } from '../../../server/core/database/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import type { UserRow } from '../../../server/features/accounts/index.js';
import type { MembershipRow } from '../../../server/features/memberships/index.js';
import type { Fields } from '../../support/visitor.js';

/** Fields that stand in every page's frame. */
const left = new Set(['_csrf', 'return_to', 'q']);

/** What a page's form would send if its button were pressed: every field with its value. */
export function fieldsOf(html: string): Fields {
  const fields: Record<string, string[]> = {};
  for (const [tag] of html.matchAll(/<input\b[^>]*>/g)) {
    const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const [name, type] = [read('name'), read('type')];
    const isOff = (type === 'checkbox' || type === 'radio') && !/\schecked\b/.test(tag);
    if (!name || isOff || left.has(name)) continue;
    fields[name] = [...(fields[name] ?? []), asTyped(read('value') ?? '')];
  }
  for (const [, name, options] of html.matchAll(
    /<select[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
  )) {
    const chosen = /<option value="([^"]*)" selected/.exec(options as string);
    if (name && chosen) fields[name] = [chosen[1] as string];
  }
  return fields;
}

/** The role of a workspace by its name. */
export async function roleNamed(name: string): Promise<number> {
  return ((await table('roles').where({ name }).first('id')) as { id: number }).id;
}

/** Somebody by their address, with their membership. */
export async function personBy(
  email: string,
): Promise<{ user: UserRow; member: MembershipRow; roles: number[] }> {
  const user = (await table<UserRow>('users').where({ email }).first()) as UserRow;
  const member = (await table<MembershipRow>('memberships')
    .where({ user_id: user.id })
    .first()) as MembershipRow;
  const roles = (await table('membership_roles')
    .where({ membership_id: member.id })
    .orderBy('id')
    .pluck('role_id')) as number[];
  return { user, member, roles };
}

/** Makes the installation believe that messages reach people; they wait in the outbox. */
export async function setUpMail(): Promise<void> {
  await saveInstallationSettings({
    'mail.host': 'smtp.example.com',
    'mail.from_address': 'studio@example.com',
  });
}

/** Takes that back: links and passwords are handed over again. */
export async function takeMailDown(): Promise<void> {
  await saveInstallationSettings({ 'mail.host': null, 'mail.from_address': null });
}

/** The newest message to an address: its template and everything it says. */
export async function lastMailTo(address: string): Promise<{ template: string; said: string }> {
  const row = (await table('outbox')
    .where({ to_address: address })
    .orderBy('id', 'desc')
    .first()) as { template: string; data: string } | undefined;
  if (!row) throw new Error(`Nothing was sent to ${address}`);
  return { template: row.template, said: decrypt(row.data) };
}

/** The link or password that a page shows to hand over. */
export function shownSecret(html: string): string {
  return asTyped(/<code>([^<]+)<\/code>/.exec(html)?.[1] ?? '');
}

function asTyped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
