import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { newToken } from '../../core/crypto/index.js';
import { Unavailable } from '../../core/http/index.js';

/** argon2id with OWASP's second choice of parameters: 19 MiB, 2 passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** More at once would starve pages of processors and memory. */
const mostAtOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
/** People who may wait for their turn, and for how long (ms); who comes later is told to try again. */
const mostWaiting = 100;
const patience = 10_000;

let running = 0;
const waiting: (() => void)[] = [];
let decoy: Promise<string> | undefined;

/**
 * The argon2id hash of a password.
 * @throws Unavailable when too many are waiting already.
 */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFC'), cost));
}

/**
 * Whether a password belongs to a hash. Without a hash it takes as long and says false, so that
 * the time tells nobody which addresses exist (CVE 28).
 * @throws Unavailable when too many are waiting already.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash(newToken(), cost);
  const against = stored ?? (await decoy);
  const matches = await inTurn(() => verify(against, password.normalize('NFC')));
  return matches && stored !== null;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= mostAtOnce) await turn();
  else running += 1;
  try {
    return await work();
  } finally {
    // The place goes straight to who waits longest, so nobody can slip in between.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function turn(): Promise<void> {
  if (waiting.length >= mostWaiting) throw new Unavailable();
  return new Promise((resolve, reject) => {
    const start = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(start), 1);
      reject(new Unavailable());
    }, patience);
    waiting.push(start);
  });
}
