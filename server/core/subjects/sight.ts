import type { Query } from '../database/index.js';
import type { Permission } from '../permissions/index.js';

/** Memberships, as a subquery of one column. */
export type MembershipIds = Query<{ membership_id: number }>;

/** A permission without which somebody does not see a thing. */
export interface SightNeed {
  permission: Permission;
  /** Whom the scope "own" reaches, among those on the project; null where it reaches nobody. */
  own: (() => MembershipIds) | null;
}

/**
 * Who sees a thing, said as conditions: the same that its find() asks of one person, in a form
 * that can be asked of everybody at once. Subqueries are functions, since each is used repeatedly.
 */
export interface Sight {
  workspaceId: number;
  /** Whether it and everything it hangs on is marked for clients. */
  isClientVisible: boolean;
  /** Those who are on its project now. */
  assigned: () => MembershipIds;
  /** Those whose own it is, for what hangs on it; null for what is nobody's own. */
  mine: (() => MembershipIds) | null;
  /** All of these are needed. */
  needs: readonly SightNeed[];
}
