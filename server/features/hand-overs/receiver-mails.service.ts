import { queueMail } from '../../core/mail/index.js';
import { activeMemberships, loadActor } from '../memberships/index.js';
import { workHandedOverEmail } from './hand-overs.emails.js';
import { heldWork } from './held-work.port.js';

/** Work of somebody was handed over some moments ago. */
export interface MadeHandOver {
  workspaceId: number;
  handOverId: number;
  receiverIds: readonly number[];
  /** Whose work it was. */
  leaver: string;
  giver: { userId: number | null; name: string };
}

/** Lines that a message holds; the rest is a number. */
const linesShown = 20;

/** Mails everybody who received something, each once and only what they may see; who took it themselves knows. */
export async function mailReceivers(made: MadeHandOver): Promise<void> {
  const members = (await activeMemberships(made.workspaceId)
    .whereIn('memberships.id', [...made.receiverIds])
    .orderBy('memberships.id')
    .pluck('memberships.user_id')) as number[];
  for (const userId of members) {
    if (userId !== made.giver.userId) await mailReceiver(userId, made);
  }
}

async function mailReceiver(userId: number, made: MadeHandOver): Promise<void> {
  const recipient = await loadActor(userId, made.workspaceId, 'mail');
  if (!recipient) return;
  const lines: string[] = [];
  for (const work of heldWork()) lines.push(...(await work.received(recipient, made.handOverId)));
  // It may have been given back or on before this came to its turn.
  if (lines.length === 0) return;
  await queueMail(
    workHandedOverEmail(recipient, lines.slice(0, linesShown), {
      giver: made.giver.name,
      leaver: made.leaver,
      more: lines.length - linesShown,
    }),
  );
}
