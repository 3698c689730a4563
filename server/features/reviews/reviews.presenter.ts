import { today } from '../../core/dates/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { markdown } from '../../core/text/index.js';
import type { ApproverRow } from './approvers.queries.js';
import { textHash } from './chain.js';
import type { RoundStatus } from './review-choices.js';
import type { FoundRound, ReviewFileRow } from './reviews.queries.js';

const tones = { open: 'warn', approved: 'ok', changes: 'bad', withdrawn: '' } as const;

/** The word for where a round stands, as a badge takes it; a client is the one who is awaited. */
function presentStatus(actor: Actor, status: RoundStatus) {
  const isMine = actor.kind === 'client' && status === 'open';
  return { label: `reviews.status.${isMine ? 'yours' : status}`, tone: tones[status] };
}

/** A round with what was said in it. IP addresses are the team's to know. */
export function presentRound(
  actor: Actor,
  round: FoundRound,
  {
    approvers,
    files,
    fileHref,
  }: {
    approvers: readonly ApproverRow[];
    files: readonly ReviewFileRow[];
    fileHref: (file: ReviewFileRow) => string;
  },
) {
  const isOpen = round.status === 'open';
  return {
    id: round.id,
    number: round.number,
    title: round.title,
    project: round.project_name,
    bodyHtml: round.description ? markdown(round.description) : '',
    message: round.message,
    textSha256: textHash(round),
    status: presentStatus(actor, round.status),
    isOpen,
    isBack: round.status === 'changes',
    rule: round.rule,
    dueOn: round.due_on,
    isLate: isOpen && round.due_on !== null && round.due_on < today(actor.timezone),
    createdAt: round.created_at,
    closedAt: round.closed_at,
    approvers: approvers.map((one) => ({
      name: one.name,
      isMe: one.membership_id === actor.membershipId,
      decision: one.decision,
      comment: one.comment,
      decidedAt: one.decided_at,
      way: one.way,
      ipAddress: actor.kind === 'client' ? null : one.ip_address,
    })),
    files: files.map((file) => ({
      name: file.name,
      sizeBytes: Number(file.size_bytes),
      sha256: file.sha256,
      href: fileHref(file),
    })),
    mine: approvers.find(({ membership_id }) => membership_id === actor.membershipId) ?? null,
  };
}

/** A round in a list of the portal. */
export function presentRoundRow(actor: Actor, round: FoundRound) {
  return {
    title: round.title,
    project: round.project_name,
    href: `/portal/reviews/${round.id}`,
    dueOn: round.due_on,
    isLate:
      round.status === 'open' && round.due_on !== null && round.due_on < today(actor.timezone),
    status: presentStatus(actor, round.status),
    isOpen: round.status === 'open',
  };
}
