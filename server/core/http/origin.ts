import type { Origin } from '../audit/index.js';
import { addressOf, type Request } from './types.js';

/** What the trail says of a change besides who and what. */
export function originOf(request: Request): Origin {
  const { visitor, viewing, reference } = request;
  const who = viewing?.viewer ?? visitor;
  return {
    person: who && { userId: who.userId, name: who.name },
    ipAddress: addressOf(request),
    reference,
    seenAsUserId: viewing?.userId ?? null,
  };
}
