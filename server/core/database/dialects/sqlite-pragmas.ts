/** What every SQLite connection must be set to, and what it must answer when asked afterwards. */
const pragmas = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['busy_timeout', '5000', 5000],
  // Pages are read on the reader's own connection: this one needs less than the driver's 16 MB.
  ['cache_size', '-4000', -4000],
] as const;

/** Sets the pragmas on a new connection. `run` executes one pragma. */
export function openPragmas(run: (pragma: string) => unknown): void {
  for (const [name, value] of pragmas) run(`${name} = ${value}`);
}

/** The pragmas as one script, for drivers that execute text. */
export const pragmaScript = pragmas.map(([name, value]) => `PRAGMA ${name} = ${value};`).join('\n');

/** Pragma names with the value SQLite must report (FAULTS 3: better-sqlite3 defaults to NORMAL). */
export const expectedPragmas = pragmas.map(([name, , expected]) => ({ name, expected }));
