import type { Message } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';

/** Somebody whose work is passed on, as a member of the actor's workspace. */
export interface Holder {
  membershipId: number;
  userId: number;
  name: string;
}

/** What becomes of work: it stays with whoever leaves, goes to nobody, or to a member. */
export type Wish = 'leave' | 'release' | number;

/**
 * What becomes of work, by the field of a form that says so: for a kind as a whole and for single
 * places, which win. Whatever nothing is said about stays as it is.
 */
export type Wishes = ReadonlyMap<string, Wish>;

/** Work of one kind in one place. */
export interface HeldPlace {
  id: number;
  name: string;
  href: string;
  hue: string;
  count: number;
  /** The most pressing of it. */
  items: readonly { title: string; href: string }[];
  /** Whether the actor may give it to others. */
  isMovable: boolean;
  /** Those of the offered who can take it. */
  takerIds: readonly number[];
}

/** Somebody who can take work, in so many of the places. */
export interface Taker {
  membershipId: number;
  name: string;
  places: number;
}

/** What somebody holds of one kind, as far as the actor sees it. */
export interface Held {
  count: number;
  /** Those that are shown; the rest follows what is said for all of them. */
  places: readonly HeldPlace[];
  morePlaces: number;
  /** Places where the actor may give it to others. */
  movablePlaces: number;
  takers: readonly Taker[];
  /** Whether there are too many takers to offer them all, and how many a search found. */
  search: { isNeeded: boolean; found: number; isFull: boolean };
}

/** Whom a form has chosen already, and whom it looks for. */
export interface TakerSearch {
  chosenIds: readonly number[];
  find: string;
}

/** What became of work of one kind. */
export interface Passed {
  /** How much the holder held, of what the actor may give to others. */
  held: number;
  /** Ids of what went to whom; null for nobody. */
  gone: readonly { receiverId: number | null; ids: readonly number[] }[];
}

/** What can be given back to somebody, and who of those that received it has it now. */
export interface Returnable {
  count: number;
  receiverIds: readonly number[];
}

/** Work that somebody can hold and pass on. Each room that knows such work tells of its own. */
export interface HeldWork {
  /** What it is called in forms and in the audit trail: a plural noun. */
  kind: string;
  /** In a bounded number of queries, however much it is. */
  list(actor: Actor, holder: Holder, search: TakerSearch): Promise<Held>;
  /**
   * Passes on what is still theirs, in the open transaction, and keeps under the hand-over what
   * went where. @throws Invalid with the field of a wish that cannot be met.
   */
  pass(
    actor: Actor,
    holder: Holder,
    order: { handOverId: number; wishes: Wishes },
  ): Promise<Passed>;
  /** Lines that tell a receiver what they got, the most pressing first; only what they may see. */
  received(receiver: Actor, handOverId: number): Promise<string[]>;
  returnable(actor: Actor, holder: Holder, handOverIds: readonly number[]): Promise<Returnable>;
  /** Gives back, in the open transaction, what is still with who received it; says how much. */
  giveBack(actor: Actor, holder: Holder, handOverIds: readonly number[]): Promise<number>;
}

const kinds: HeldWork[] = [];

/** Rooms below tell what of theirs somebody can hold; it is passed on with the rest. */
export function useHeldWork(work: HeldWork): void {
  if (!kinds.includes(work)) kinds.push(work);
}

/** Every kind of work that somebody can hold. */
export function heldWork(): readonly HeldWork[] {
  return kinds;
}

/** The field of a form for all work of a kind, or for that in one place. */
export function wishField(kind: string, placeId?: number): string {
  return placeId === undefined ? `work_${kind}` : `work_${kind}_${placeId}`;
}

/** What is wrong with a wish: whoever it names cannot take the work, by now or at all. */
export const cannotTake: Message = 'hand_overs.errors.taker';
