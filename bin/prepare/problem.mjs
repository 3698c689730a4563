/** Something that the person who typed the command has to mend; its message says what and how. */
export class Problem extends Error {
  name = 'Problem';
}

/** Prints a problem as plain sentences, anything else with its stack, and marks the process as failed. */
export function explain(error) {
  const text = error instanceof Problem ? error.message : (error?.stack ?? String(error));
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 1;
}
