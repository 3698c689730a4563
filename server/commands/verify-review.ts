import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type ChainEntry, type ChainFault, faultsIn } from '../features/reviews/index.js';
import { type Command, CommandError, print } from './command.js';
import { readWords } from './words.js';

const certificate = z.object({
  kind: z.literal('approval-certificate'),
  version: z.literal(1),
  entries: z.array(
    z.object({
      sequence: z.number().int(),
      previousHash: z.string(),
      hash: z.string(),
      content: z.string(),
    }),
  ),
});

/** What a decision says, as far as it is printed. */
const decision = z.object({
  project: z.string(),
  task: z.object({ number: z.number(), title: z.string() }),
  round: z.number(),
  approver: z.string(),
  decision: z.string(),
  at: z.string(),
  files: z.array(z.object({ name: z.string(), sha256: z.string() })),
});

/** Checks a downloaded approval certificate; needs nothing but the file. */
export const verifyReview: Command = {
  usage: 'FILE',
  summary: 'Check an approval certificate',
  run: async (words) => {
    const [file] = readWords(words, {}).rest;
    if (!file) throw new CommandError('Name the file of the certificate.');
    const { entries } = readCertificate(file);
    for (const entry of entries) describe(entry);
    const faults = faultsIn(entries);
    if (faults.length > 0)
      throw new CommandError(faults.map((fault) => sentence(fault, entries)).join('\n'));
    print(`${entries.length} decisions: each is as it was written.`);
  },
};

function readCertificate(file: string): z.output<typeof certificate> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`The file cannot be read: ${(error as Error).message}`);
  }
  const read = certificate.safeParse(parsed(text));
  if (!read.success) throw new CommandError('This file is no approval certificate.');
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function describe({ sequence, content }: ChainEntry): void {
  const read = decision.safeParse(parsed(content));
  if (!read.success) {
    print(`${sequence}: its content cannot be read`);
    return;
  }
  const { approver, decision: said, task, round, at, files } = read.data;
  print(`${sequence}: ${approver}: ${said}, #${task.number} ${task.title}, round ${round}, ${at}`);
  for (const { name, sha256 } of files) print(`    ${sha256}  ${name}`);
}

function sentence({ at, fault }: ChainFault, entries: readonly ChainEntry[]): string {
  const number = entries[at]?.sequence ?? at + 1;
  if (fault === 'hash') return `Decision ${number} was changed after it was written.`;
  if (fault === 'order') return `Decision ${number} is not in its place.`;
  return `Decision ${number} does not follow the one before it.`;
}
