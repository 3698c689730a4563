import type { Request } from '../../core/http/index.js';
import { peopleForm } from './bulk-changes.forms.js';

/** The people of a form that is shown again; nobody where they make no sense. */
export function memberIdsIn(request: Request): number[] {
  const read = peopleForm.safeParse({ member: (request.body as { member?: unknown }).member });
  return read.success ? read.data.member : [];
}
