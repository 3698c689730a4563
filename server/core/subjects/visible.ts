import type { Query } from '../database/index.js';
import type { Actor } from '../permissions/index.js';
import type { Narrowing, Subject } from './index.js';

/** How rows are tied to the things they hang on. */
export interface Tie {
  actor: Actor;
  /** Table of the rows, which has the columns `subject_type` and `subject_id`. */
  table: string;
  /** The types that count; rows on any other are left out. */
  among: readonly Subject[];
  narrowing?: Narrowing;
  /**
   * From where the database starts: `things` for lists of what hangs on a few things (a client's
   * projects), `rows` where one looks at few rows and the actor may see very many things.
   */
  from: 'things' | 'rows';
}

/** Leaves only the rows that hang on a thing the actor may see; without any type, none. */
export function onVisibleSubjects<Row extends object>(rows: Query<Row>, tie: Tie): Query<Row> {
  const { among, table } = tie;
  if (among.length === 0) return rows.whereRaw('1 = 0') as Query<Row>;
  return rows.where((either) => {
    for (const subject of among) {
      either.orWhere((one) => {
        one.where(`${table}.subject_type`, subject.type);
        tieTo(one as Query<Row>, subject, tie);
      });
    }
  }) as Query<Row>;
}

function tieTo<Row extends object>(rows: Query<Row>, subject: Subject, tie: Tie): void {
  const column = `${tie.table}.subject_id`;
  const ids = subject.visibleIds(tie.actor, tie.narrowing);
  if (tie.from === 'things') rows.whereIn(column, ids);
  else rows.whereExists(ids.whereRaw('?? = ??', [subject.idColumn, column]));
}
