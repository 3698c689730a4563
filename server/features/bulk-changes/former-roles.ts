import type { MembershipRoleRow } from '../memberships/index.js';
import type { HeldUntil } from './role-changes.policy.js';

/** A field longer than this would not fit into the cookie that carries the word to the next page. */
const longest = 2000;

/**
 * The roles that people had, for the form that gives them back: "12:3,4@1790000000000;13:5".
 * Nothing when there are too many for it.
 */
export function writeFormer(former: ReadonlyMap<number, readonly MembershipRoleRow[]>) {
  const text = [...former]
    .map(([membershipId, held]) => `${membershipId}:${held.map(writeOne).join(',')}`)
    .join(';');
  return text.length <= longest ? text : undefined;
}

/** What writeFormer() wrote; nothing for any other text. */
export function readFormer(text: string): Map<number, HeldUntil[]> | undefined {
  const former = new Map<number, HeldUntil[]>();
  for (const part of text.split(';')) {
    const match = /^([1-9]\d{0,8}):([\d,@]+)$/.exec(part);
    if (!match) return undefined;
    const roles = (match[2] as string).split(',').map(readOne);
    if (roles.some((role) => role === undefined)) return undefined;
    former.set(Number(match[1]), roles as HeldUntil[]);
  }
  return former;
}

function writeOne({ role_id, ends_at }: MembershipRoleRow): string {
  return ends_at === null ? String(role_id) : `${role_id}@${ends_at}`;
}

function readOne(text: string): HeldUntil | undefined {
  const match = /^([1-9]\d{0,8})(?:@(\d{1,15}))?$/.exec(text);
  if (!match) return undefined;
  return { roleId: Number(match[1]), endsAt: match[2] === undefined ? null : Number(match[2]) };
}
