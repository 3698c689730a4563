import type { Actor } from '../../core/permissions/index.js';
import type { ColumnRow } from './columns.queries.js';

/** What the columns need done to the things in them, within the same transaction. */
export interface ColumnContents {
  /** How many things each column of a project holds. */
  count(projectId: number): Promise<Map<number, number>>;
  /** Moves everything in one column to the end of another of the same project. */
  moveAll(actor: Actor, from: ColumnRow, to: ColumnRow): Promise<void>;
  /** What is in the column counts as done from now on, or no longer. */
  markDone(column: ColumnRow, isDone: boolean): Promise<void>;
}

let contents: ColumnContents | undefined;

/** Tells the columns how to treat what is in them: the room of tasks stands below and provides it. */
export function useColumnContents(provider: ColumnContents): void {
  contents = provider;
}

/** The way to what is in the columns. */
export function columnContents(): ColumnContents {
  if (!contents) throw new Error('Nobody has said what columns hold');
  return contents;
}
