import { inParts, insertRows, type Query, table } from '../../core/database/index.js';
import type { OutboxStatus } from './invitations.status.js';

/** An invitation; the link's token is known only by its hash. */
export interface InvitationRow {
  id: number;
  workspace_id: number;
  membership_id: number;
  token_hash: string;
  /** What has happened to it; 'sent', 'failed' and 'expired' follow from the mail and the clock. */
  status: 'waiting' | 'opened' | 'accepted' | 'revoked';
  created_by_user_id: number | null;
  created_at: number;
  expires_at: number;
  opened_at: number | null;
  accepted_at: number | null;
  revoked_at: number | null;
  outbox_id: number | null;
}

/** An invitation with what became of its mail. */
export type MailedInvitation = InvitationRow & { mail_status: OutboxStatus | null };

/** Invitations with what became of their mails. */
export function mailedInvitations(): Query<MailedInvitation> {
  return table('invitations')
    .leftJoin('outbox', 'outbox.id', 'invitations.outbox_id')
    .select('invitations.*', 'outbox.status as mail_status') as never;
}

/** The newest invitation of each of some memberships. */
export async function newestInvitations(
  membershipIds: readonly number[],
): Promise<MailedInvitation[]> {
  const newest = table('invitations')
    .whereIn('membership_id', [...membershipIds])
    .groupBy('membership_id')
    .max('id');
  return (await mailedInvitations().whereIn('invitations.id', newest)) as MailedInvitation[];
}

/** An invitation by the hash of its token, or nothing. */
export async function lookUpInvitation(token_hash: string): Promise<InvitationRow | undefined> {
  const found = await table<InvitationRow>('invitations').where({ token_hash }).first();
  return found as InvitationRow | undefined;
}

/** Stores invitations. */
export async function insertInvitations(rows: readonly Omit<InvitationRow, 'id'>[]): Promise<void> {
  await insertRows(
    'invitations',
    rows.map((row) => ({ ...row })),
  );
}

/** Which of some memberships were invited before. */
export async function invitedBefore(membershipIds: readonly number[]): Promise<Set<number>> {
  const found = new Set<number>();
  for (const part of inParts(membershipIds)) {
    const rows = table<InvitationRow>('invitations').whereIn('membership_id', part);
    for (const id of (await rows.distinct().pluck('membership_id')) as number[]) found.add(id);
  }
  return found;
}

/** Marks the first opening of an invitation's page. */
export async function markOpened(id: number, moment: number): Promise<void> {
  await table<InvitationRow>('invitations')
    .where({ id, status: 'waiting' })
    .update({ status: 'opened', opened_at: moment });
}

/** Uses an invitation up, if it still can be; says whether it was this call that used it. */
export async function markAccepted(id: number, moment: number): Promise<boolean> {
  const changed = await open(id).where('expires_at', '>', moment).update({
    status: 'accepted',
    accepted_at: moment,
  });
  return Number(changed) === 1;
}

/** Kills the open invitations of memberships; says how many there were. */
export async function markRevoked(
  membershipIds: readonly number[],
  moment: number,
): Promise<number> {
  let revoked = 0;
  for (const part of inParts(membershipIds)) {
    const changed = await table<InvitationRow>('invitations')
      .whereIn('membership_id', part)
      .whereIn('status', ['waiting', 'opened'])
      .update({ status: 'revoked', revoked_at: moment });
    revoked += Number(changed);
  }
  return revoked;
}

function open(id: number) {
  return table<InvitationRow>('invitations').where({ id }).whereIn('status', ['waiting', 'opened']);
}

/** Removes every invitation of somebody, in all workspaces. */
export async function forgetInvitations(userId: number): Promise<void> {
  const theirs = table('memberships').where({ user_id: userId }).select('id');
  await table<InvitationRow>('invitations').whereIn('membership_id', theirs).delete();
}
