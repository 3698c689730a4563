import { calendarDate } from '../../core/dates/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { Actor, RecordFacts } from '../../core/permissions/index.js';
import { type Host, hostOf } from '../../core/subjects/index.js';
import { people } from '../memberships/index.js';
import { mayDeleteFile, maySeeFiles, mayShareFiles, mayUpload } from './files.policy.js';
import { type FileRow, listFilesOn, type SubjectKey } from './files.queries.js';
import { isPicture, kindIcon } from './media-kinds.js';
import { uploadLimits } from './upload-limits.js';

/** Pictures up to this size (bytes) are shown small in lists as they are. */
const smallPicture = 400_000;

/** A file as shared/_file_row shows it. */
export interface PresentedFile {
  id: number;
  name: string;
  /** Size, who and when, in words. */
  note: string;
  icon: string;
  href: string;
  downloadHref: string;
  thumbUrl: string | null;
  /** The mark of who sees it: for the team, where clients could. */
  eye: { visible: boolean; action?: string } | null;
  deleteAction: string | null;
}

/** What views/files/_upload takes. */
export interface UploadForm {
  subject: SubjectKey;
  /** Whether this person chooses who sees what they upload. */
  canShare: boolean;
  limits: UploadWords;
}

/** What views/files/_attachments takes. */
export interface Attachments extends UploadForm {
  files: PresentedFile[];
  /** Whether the card is shown at all. */
  canSee: boolean;
  canUpload: boolean;
}

/** What may be uploaded, in words and for the browser. */
export interface UploadWords {
  text: string;
  maxBytes: number;
}

/** Presented rows need to know this of the thing they hang on. */
export interface ThingFacts {
  facts: RecordFacts;
  isClientVisible: boolean;
}

/** The card of files on a thing that the caller has found for this actor. Two queries at most. */
export async function presentAttachments(
  actor: Actor,
  type: string,
  found: { id: number },
): Promise<Attachments> {
  const host = hostOf(type);
  const facts = await host.facts(actor, found);
  const form = presentUploadForm(actor, { host, found, facts, id: found.id });
  const canSee = maySeeFiles(actor, facts);
  const rows = canSee ? await listFilesOn(actor, form.subject) : [];
  const isClientVisible = host.isClientVisible(found);
  return {
    ...form,
    files: await presentFiles(actor, rows, { facts, isClientVisible }),
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

/** The form that adds files to a thing the actor may upload to. */
export function presentUploadForm(
  actor: Actor,
  thing: { host: Host; found: unknown; facts: RecordFacts; id: number },
): UploadForm {
  const { host, found, facts, id } = thing;
  return {
    subject: { type: host.type, id },
    canShare: host.isClientVisible(found) && mayShareFiles(actor, facts),
    limits: limitsInWords(actor),
  };
}

/**
 * The files on a thing, presented.
 * @throws NotFound when the actor may not see the thing.
 */
export async function listFiles(actor: Actor, subject: SubjectKey): Promise<PresentedFile[]> {
  const host = hostOf(subject.type);
  const found = (await host.find(actor, subject.id)) as object;
  return (await presentAttachments(actor, subject.type, { ...found, id: subject.id })).files;
}

/** Rows as the partial shows them: one query for all names. */
export async function presentFiles(
  actor: Actor,
  rows: readonly FileRow[],
  thing: ThingFacts,
): Promise<PresentedFile[]> {
  const uploaders = await people(rows.map((row) => row.uploaded_by_user_id));
  return rows.map((row) => ({
    ...presentFile(actor, row, uploaders.get(row.uploaded_by_user_id)?.name ?? null),
    ...rightsOn(actor, row, thing),
  }));
}

/** The thing a file hangs on, as a list over many things says it. */
export interface FilePlace {
  /** '' where the list stands on the thing itself. */
  title: string;
  isClientVisible: boolean;
}

/**
 * Rows of a list over many things, each with its place and the mark of who sees it. What changes
 * a file is done on its own page or on the thing. One query for all names.
 */
export async function presentFileList(
  actor: Actor,
  rows: readonly FileRow[],
  placeOf: (row: FileRow) => FilePlace,
) {
  const t = translatorFor(actor.locale);
  const uploaders = await people(rows.map((row) => row.uploaded_by_user_id));
  return rows.map((row) => {
    const file = presentFile(actor, row, uploaders.get(row.uploaded_by_user_id)?.name ?? null);
    const { title, isClientVisible } = placeOf(row);
    const visible = isClientVisible && row.visibility === 'client';
    return {
      ...file,
      note: title ? t('files.note_on', { note: file.note, title }) : file.note,
      eye: actor.kind === 'client' ? null : { visible },
    };
  });
}

/** A file without the buttons that change it: for lists over many things. */
export function presentFile(
  actor: Actor,
  row: FileRow,
  uploader: string | null,
): Omit<PresentedFile, 'eye' | 'deleteAction'> {
  const page = actor.kind === 'client' ? '/portal/files' : '/files';
  const downloadHref = `/files/${row.id}/download`;
  const isSmall = isPicture(row.media_type) && row.size_bytes <= smallPicture;
  return {
    id: row.id,
    name: row.name,
    note: noteOf(actor, row, uploader),
    icon: kindIcon(row.media_type, row.name),
    href: `${page}/${row.id}`,
    downloadHref,
    thumbUrl: isSmall ? `${downloadHref}?inline=1` : null,
  };
}

function limitsInWords(actor: Actor): UploadWords {
  const t = translatorFor(actor.locale);
  const { maxBytes, maxFiles } = uploadLimits();
  const size = formatsFor(actor.locale, actor.timezone, t).bytes(maxBytes);
  return { text: t('files.limits', { size, count: maxFiles }), maxBytes };
}

function rightsOn(actor: Actor, row: FileRow, { facts, isClientVisible }: ThingFacts) {
  const visible = row.visibility === 'client';
  const action = `/files/${row.id}/visibility`;
  const isTeamView = isClientVisible && actor.kind !== 'client';
  const eye = mayShareFiles(actor, facts) ? { visible, action } : { visible };
  return {
    eye: isTeamView ? eye : null,
    deleteAction: mayDeleteFile(actor, row, facts) ? `/files/${row.id}` : null,
  };
}

function noteOf(actor: Actor, row: FileRow, uploader: string | null): string {
  const t = translatorFor(actor.locale);
  const format = formatsFor(actor.locale, actor.timezone, t);
  const name = uploader ?? t('shared.someone');
  return t('files.note', {
    size: format.bytes(row.size_bytes),
    who: row.uploaded_by_user_id === actor.userId ? t('files.you') : name,
    when: format.shortDate(calendarDate(row.created_at, actor.timezone)),
  });
}
