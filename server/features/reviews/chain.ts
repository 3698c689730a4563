import { createHash } from 'node:crypto';

/** What stands before the first entry of a workspace. */
export const beginning = '0'.repeat(64);

/** One decision in the chain, as it is stored and handed out. */
export interface ChainEntry {
  /** Counted within the workspace, from 1. */
  sequence: number;
  /** Hash of the entry before; hexadecimal. */
  previousHash: string;
  /** Hash of previousHash and content; hexadecimal. */
  hash: string;
  /** JSON: who decided what, when, and on what. It is hashed as it is written here. */
  content: string;
}

/** What is wrong with a chain: the entry's place in it (from 0), and what. */
export interface ChainFault {
  at: number;
  fault: 'hash' | 'link' | 'order';
}

/** SHA-256 (FIPS 180-4) of the hash before, a line break and the content, as UTF-8; hexadecimal. */
export function hashOf(previousHash: string, content: string): string {
  return createHash('sha256').update(`${previousHash}\n${content}`, 'utf8').digest('hex');
}

/**
 * Looks whether entries are as they were written: each hash is that of its content, their numbers
 * rise, and of two that follow each other the second names the first. Needs nothing but them.
 */
export function faultsIn(entries: readonly ChainEntry[]): ChainFault[] {
  const faults: ChainFault[] = [];
  for (const [at, entry] of entries.entries()) {
    const before = entries[at - 1];
    if (hashOf(entry.previousHash, entry.content) !== entry.hash)
      faults.push({ at, fault: 'hash' });
    if (entry.sequence === 1 && entry.previousHash !== beginning)
      faults.push({ at, fault: 'link' });
    if (!before) continue;
    if (entry.sequence <= before.sequence) faults.push({ at, fault: 'order' });
    if (entry.sequence === before.sequence + 1 && entry.previousHash !== before.hash)
      faults.push({ at, fault: 'link' });
  }
  return faults;
}

/** SHA-256 of title, a line break and description as they were shown, as UTF-8; hexadecimal. */
export function textHash({
  title,
  description,
}: {
  title: string;
  description: string | null;
}): string {
  return createHash('sha256')
    .update(`${title}\n${description ?? ''}`, 'utf8')
    .digest('hex');
}
