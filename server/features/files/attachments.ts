import type { Actor } from '../../core/permissions/index.js';
import { hostOf } from '../../core/subjects/index.js';
import { type KnownPeople, people } from '../memberships/index.js';
import { maySeeFiles, mayUpload } from './files.policy.js';
import {
  type FilePlace,
  type PresentedFile,
  presentFiles,
  presentPlacedFile,
  presentUploadForm,
  type UploadForm,
} from './files.presenter.js';
import { type FileRow, listFilesOn } from './files.queries.js';

/** What views/files/_attachments takes. */
export interface Attachments extends UploadForm {
  files: PresentedFile[];
  /** Whether the card is shown at all. */
  canSee: boolean;
  canUpload: boolean;
}

/** The card of files on a thing that the caller has found for this actor. Two queries at most. */
export async function presentAttachments(
  actor: Actor,
  type: string,
  found: { id: number; known?: KnownPeople },
): Promise<Attachments> {
  const host = hostOf(type);
  const facts = await host.facts(actor, found);
  const form = presentUploadForm(actor, { host, found, facts, id: found.id });
  const canSee = maySeeFiles(actor, facts);
  const rows = canSee ? await listFilesOn(actor, form.subject) : [];
  const isClientVisible = host.isClientVisible(found);
  const uploaders = await people(
    rows.map((row) => row.uploaded_by_user_id),
    found.known,
  );
  return {
    ...form,
    files: presentFiles(actor, rows, { facts, isClientVisible, uploaders }),
    canSee,
    canUpload: mayUpload(actor, facts),
  };
}

/** The form that adds files to a thing found for this actor; null where they may not upload. */
export async function presentUpload(
  actor: Actor,
  type: string,
  found: { id: number },
): Promise<UploadForm | null> {
  const host = hostOf(type);
  const facts = await host.facts(actor, found);
  return mayUpload(actor, facts)
    ? presentUploadForm(actor, { host, found, facts, id: found.id })
    : null;
}

/**
 * Rows of a list over many things, each with its place and the mark of who sees it. What changes
 * a file is done on its own page or on the thing. One query for all names.
 */
export async function presentFileList(
  actor: Actor,
  rows: readonly FileRow[],
  placeOf: (row: FileRow) => FilePlace,
  known?: KnownPeople,
) {
  const uploaders = await people(
    rows.map((row) => row.uploaded_by_user_id),
    known,
  );
  return rows.map((row) => presentPlacedFile(actor, row, { place: placeOf(row), uploaders }));
}
