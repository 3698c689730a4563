import type { Knex } from '../../core/database/index.js';
import { registerSubject, type Subject } from '../../core/subjects/index.js';
import { visibleFiles } from './files.policy.js';
import { type FileRow, findFile } from './files.queries.js';

/** A file as the subject of its own events: who may not see it never learns that it came. */
const file: Subject<FileRow> = {
  type: 'file',
  find: findFile,
  idColumn: 'files.id',
  visibleIds: (actor, narrowing = {}) =>
    visibleFiles(actor, { from: 'rows', projectId: narrowing.projectId }).select(
      'files.id',
    ) as Knex.QueryBuilder,
  address: (actor, id) => (actor.kind === 'client' ? `/portal/files/${id}` : `/files/${id}`),
  title: ({ name }) => name,
};

export const fileSubject = registerSubject(file);
