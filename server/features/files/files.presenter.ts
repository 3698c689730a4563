import { calendarDate } from '../../core/dates/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { Actor, RecordFacts } from '../../core/permissions/index.js';
import type { Host } from '../../core/subjects/index.js';
import type { Person } from '../memberships/index.js';
import { mayDeleteFile, mayShareFiles } from './files.policy.js';
import type { FileRow, SubjectKey } from './files.queries.js';
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

/** What may be uploaded, in words and for the browser. */
export interface UploadWords {
  text: string;
  maxBytes: number;
}

/** The people who uploaded some files, by their ids. */
type Uploaders = ReadonlyMap<number, Person>;

/** Presented rows need to know this of the thing they hang on. */
export interface ThingFacts {
  facts: RecordFacts;
  isClientVisible: boolean;
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

/** The thing a file hangs on, as a list over many things says it. */
export interface FilePlace {
  /** '' where the list stands on the thing itself. */
  title: string;
  isClientVisible: boolean;
}

/** Rows as the partial shows them on the thing they hang on. */
export function presentFiles(
  actor: Actor,
  rows: readonly FileRow[],
  { facts, isClientVisible, uploaders }: ThingFacts & { uploaders: Uploaders },
): PresentedFile[] {
  return rows.map((row) => ({
    ...presentFile(actor, row, uploaders),
    ...rightsOn(actor, row, { facts, isClientVisible }),
  }));
}

/** A row of a list over many things, with its place and the mark of who sees it. */
export function presentPlacedFile(
  actor: Actor,
  row: FileRow,
  { place, uploaders }: { place: FilePlace; uploaders: Uploaders },
) {
  const file = presentFile(actor, row, uploaders);
  const note = translatorFor(actor.locale)('files.note_on', {
    note: file.note,
    title: place.title,
  });
  const visible = place.isClientVisible && row.visibility === 'client';
  return {
    ...file,
    note: place.title ? note : file.note,
    eye: actor.kind === 'client' ? null : { visible },
  };
}

/** A file without the buttons that change it. */
function presentFile(
  actor: Actor,
  row: FileRow,
  uploaders: Uploaders,
): Omit<PresentedFile, 'eye' | 'deleteAction'> {
  const page = actor.kind === 'client' ? '/portal/files' : '/files';
  const downloadHref = `/files/${row.id}/download`;
  const isSmall = isPicture(row.media_type) && row.size_bytes <= smallPicture;
  return {
    id: row.id,
    name: row.name,
    note: noteOf(actor, row, uploaders.get(row.uploaded_by_user_id)?.name ?? null),
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
