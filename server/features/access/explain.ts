import {
  type Actor,
  type Decision,
  decide,
  type GrantSource,
  type Permission,
  permissionEntry,
  type RecordFacts,
  type Scope,
} from '../../core/permissions/index.js';

/** Why an answer is what it is; `permission` is the one that decides. */
export type Cause = { permission: Permission } & (
  | { kind: 'role' | 'exception'; source: GrantSource }
  | { kind: 'denied'; source: GrantSource }
  | { kind: 'no-role' | 'primary-only' }
  | { kind: 'not-on-project' | 'not-assigned' | 'not-made' | 'internal' | 'hidden' }
  | { kind: 'not-written' | 'no-shared-project' | 'self' | 'only-admins' }
  | { kind: 'by-hand'; endsAt: number | null }
  | { kind: 'through-team'; teams: readonly { id: number; name: string }[]; endsAt: number | null }
);

/** Whether somebody may, and why or why not. */
export interface Answer {
  permission: Permission;
  allowed: boolean;
  causes: Cause[];
}

/** What "own" means for the record that is asked about: assigned to them, or made by them. */
export type Own = 'not-assigned' | 'not-made';

/**
 * Whether a permission lets somebody do something to a record of which these facts hold: the
 * decision that is enforced everywhere, with its reasons in a form that can be told and mended.
 */
export function explain(
  person: Actor,
  permission: Permission,
  facts: RecordFacts,
  own: Own = 'not-assigned',
): Answer {
  const decision = decide(person, permission, facts);
  const causes = decision.allowed
    ? reasonsFor(permission, decision)
    : [reasonAgainst({ person, permission, facts, own }, decision)];
  return { permission, allowed: decision.allowed, causes };
}

/** What somebody holds of a permission at all, whatever the record. */
export function explainInGeneral(person: Actor, permission: Permission): Answer & { scope: Scope } {
  const answer = explain(person, permission, { own: true, assigned: true });
  return { ...answer, scope: person.grants.get(permission)?.scope ?? 'none' };
}

function reasonsFor(permission: Permission, { reasons }: Decision): Cause[] {
  return reasons.flatMap(({ kind, source }) =>
    source && (kind === 'role' || kind === 'override')
      ? [{ permission, kind: kind === 'role' ? 'role' : 'exception', source } as const]
      : [],
  );
}

interface Question {
  person: Actor;
  permission: Permission;
  facts: RecordFacts;
  own: Own;
}

function reasonAgainst({ person, permission, facts, own }: Question, decision: Decision): Cause {
  const [reason] = decision.reasons;
  if (reason?.kind === 'out-of-scope')
    return { permission, kind: facts.assigned ? own : 'not-on-project' };
  if (reason?.kind === 'override' && reason.source)
    return { permission, kind: 'denied', source: reason.source };
  const isElsewhere = permissionEntry(permission).installation && !person.isPrimaryWorkspace;
  return { permission, kind: isElsewhere ? 'primary-only' : 'no-role' };
}
