import { insertRow, insertRows, inTransaction } from '../database/index.js';
import { now } from '../dates/clock.js';
import { type AuditAction, areaOf } from './actions.js';
import { differingFacts, type Facts } from './facts.js';
import { currentOrigin, type Origin } from './origin.js';

/** Who did it: a person, or one of those who are none. */
export type Doer = { kind?: 'team' | 'client' | 'system'; userId: number; name: string } | 'nobody';

/** What happened to what; the moment and the place it came from are added. */
export interface Note {
  action: AuditAction;
  /** The workspace that it concerns; null for the whole installation. */
  workspaceId: number | null;
  /** Without it: whoever is signed in, else the program. 'nobody' is somebody at the door. */
  actor?: Doer | undefined;
  subject: { type: string; id: number | null; name: string };
  /** How it was and how it is. Where both are told, only what differs is kept. */
  before?: Facts | null | undefined;
  after?: Facts | null | undefined;
}

const nameLength = 200;
const subjectLength = 300;

/**
 * Notes an entry in the trail as part of the open transaction: the change and its entry are
 * committed together, or neither is. A change after which everything is as it was leaves none.
 * @throws Error outside a transaction.
 */
export async function note(entry: Note): Promise<void> {
  const row = rowOf(entry);
  if (row) await insertRow('audit_entries', row);
}

/** Notes many entries as note() does one, with few statements. @throws Error outside a transaction. */
export async function noteAll(entries: readonly Note[]): Promise<void> {
  const rows = entries.map(rowOf).filter((row) => row !== undefined);
  await insertRows('audit_entries', rows);
}

function rowOf(entry: Note): Record<string, unknown> | undefined {
  const { action, workspaceId, subject } = entry;
  if (!inTransaction()) throw new Error(`${action} was noted outside a transaction`);
  const facts = differingFacts(entry.before ?? null, entry.after ?? null);
  if (!facts) return undefined;
  const origin = currentOrigin();
  return {
    created_at: now(),
    workspace_id: workspaceId,
    area: areaOf(action),
    action,
    ...doerOf(entry.actor, origin),
    seen_as_user_id: origin.seenAsUserId ?? null,
    subject_type: subject.type,
    subject_id: subject.id,
    subject_name: shortened(subject.name, subjectLength),
    before_facts: facts.before && JSON.stringify(facts.before),
    after_facts: facts.after && JSON.stringify(facts.after),
    ip_address: origin.ipAddress,
    reference: origin.reference,
  };
}

function doerOf(actor: Doer | undefined, origin: Origin) {
  if (actor === 'nobody') return { actor_kind: 'nobody', actor_user_id: null, actor_name: '' };
  const person = actor && actor.kind !== 'system' ? actor : !actor && origin.person;
  if (!person) {
    const actor_kind = origin.isCommandLine ? 'command_line' : 'program';
    return { actor_kind, actor_user_id: null, actor_name: '' };
  }
  const actor_name = shortened(person.name, nameLength);
  return { actor_kind: 'person', actor_user_id: person.userId, actor_name };
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('').slice(0, length);
}
