import type { Permission, Scope } from './catalogue.js';

/** The eight colours that labels, portraits and columns choose from. */
export const hues = ['slate', 'red', 'rose', 'amber', 'green', 'teal', 'blue', 'violet'] as const;
export type Hue = (typeof hues)[number];

/** Where a grant comes from: a role or something set for this person. */
export interface GrantSource {
  kind: 'role' | 'override';
  /** Name of the role; '' for an override. */
  name: string;
  scope: Scope;
  /** An override that takes the permission away. */
  denies?: true;
  /** Moment (ms UTC) at which this source ends, or null. */
  endsAt: number | null;
}

/** What an actor holds of one permission, with the reasons. */
export interface Grant {
  scope: Scope;
  sources: readonly GrantSource[];
}

/** Somebody who acts: a team member, a client's contact, or the program itself. */
export interface Actor {
  kind: 'team' | 'client' | 'system';
  userId: number;
  membershipId: number;
  workspaceId: number;
  isPrimaryWorkspace: boolean;
  /** Every workspace this person can enter now, by id; the current one is among them. */
  workspaceIds: readonly number[];
  /** The contact's company; null for the team and for contacts without one. */
  companyId: number | null;
  roleNames: readonly string[];
  roleKeys: readonly string[];
  grants: ReadonlyMap<Permission, Grant>;
  name: string;
  email: string;
  hue: Hue;
  photoUrl: string | null;
  locale: string;
  timezone: string;
  theme: 'auto' | 'light' | 'dark';
  mustChangePassword: boolean;
  /** Whether a role of theirs needs a second factor. */
  readonly needsSecondFactor: boolean;
  /** Moment (ms UTC) from which nothing opens before they have set up a second factor, or null. */
  readonly secondFactorDueAt: number | null;
  /** Changes whenever anything of this changes. */
  version: string;
  /** Moment (ms UTC) from which this must be loaded anew because something ends, or null. */
  validUntil: number | null;
}
