import { AsyncLocalStorage } from 'node:async_hooks';

/** Where a change comes from: a request, a job that was asked for by one, the command line. */
export interface Origin {
  /** Who is signed in; absent for visitors and for the program itself. */
  person?: { userId: number; name: string } | undefined;
  isCommandLine?: boolean;
  ipAddress: string;
  /** The request's reference, as the log and error pages show it. */
  reference: string;
  /** As whom that person looks at the product, if not as themselves. */
  seenAsUserId?: number | null;
}

const nowhere: Origin = { ipAddress: '', reference: '' };
const origins = new AsyncLocalStorage<Origin>();
/** Pieces of work with an origin that are under way. */
let open = 0;

/** Runs work that changes something, so that what it notes says where it came from. */
export async function withOrigin<T>(origin: Origin, work: () => Promise<T>): Promise<T> {
  open += 1;
  try {
    return await origins.run(origin, work);
  } finally {
    open -= 1;
    // Node 20 follows every promise of the program as long as one asks for it, which pages pay for.
    if (open === 0) origins.disable();
  }
}

/** Where the present work comes from; the program itself when nobody has said. */
export function currentOrigin(): Origin {
  return origins.getStore() ?? nowhere;
}
