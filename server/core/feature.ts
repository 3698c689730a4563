import type { NavigationEntry, Route } from './http/index.js';

/** What a room offers the program; every slot but the first two may stay empty. */
export interface Feature {
  name: string;
  routes: readonly Route[];
  /** Tables that only this room writes. */
  tables?: readonly string[];
  /** Menu entries with the permission that shows them. */
  navigation?: readonly NavigationEntry[];
  /** Types of things that can be commented on, attached to and linked. */
  subjects?: readonly { type: string }[];
  /** What the room does when others announce something. */
  subscribers?: readonly { label: string }[];
  /** Work it does after the answer. */
  jobs?: readonly { name: string }[];
}
