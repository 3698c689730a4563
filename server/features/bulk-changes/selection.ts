import type { Request } from '../../core/http/index.js';
import { listMemberIds, mostInBulk, readFilter } from '../people/index.js';
import { peopleForm } from './bulk-changes.forms.js';

/** Whom a change is meant for. */
export interface Selection {
  /** Nobody, where they make no sense. */
  membershipIds: number[];
  /** They are more than one change reaches; then nobody is returned. */
  isTooMany: boolean;
}

/** The people whom a list sends: those ticked, or everybody its filter lets through. */
export async function selectionInList(request: Request): Promise<Selection> {
  if (request.query.all !== '1') return read(request.query.member);
  const filter = { ...readFilter(request), companyId: null };
  const membershipIds = await listMemberIds(request.actor, filter, mostInBulk + 1);
  return membershipIds.length > mostInBulk ? tooMany() : { membershipIds, isTooMany: false };
}

/** The people of a form that is shown again. */
export function selectionInForm(request: Request): Selection {
  return read((request.body as { member?: unknown }).member);
}

function read(member: unknown): Selection {
  const people = peopleForm.safeParse({ member });
  return people.success ? { membershipIds: people.data.member, isTooMany: false } : tooMany();
}

function tooMany(): Selection {
  return { membershipIds: [], isTooMany: true };
}
