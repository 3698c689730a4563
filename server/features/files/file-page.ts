import type { Actor } from '../../core/permissions/index.js';
import { mayShowInline } from '../../core/storage/index.js';
import { people } from '../memberships/index.js';
import { placeOf } from './file-places.service.js';
import { type PresentedFile, presentFiles } from './files.presenter.js';
import type { FileRow } from './files.queries.js';
import { isPicture } from './media-kinds.js';

/** A file on its own page. */
export interface FilePage extends PresentedFile {
  /** The thing it hangs on. */
  thing: { title: string; href: string };
  uploader: { name: string; initials: string; hue: string; photoUrl: string | null } | null;
  /** ms UTC */
  at: number;
  sizeBytes: number;
  mediaType: string;
  sha256: string;
  /** Address of the picture to show, or null. */
  pictureUrl: string | null;
  /** Address under which the browser shows it by itself, or null. */
  openHref: string | null;
}

/** Everything the page of a file shows. The file has been found for this actor. */
export async function presentFilePage(actor: Actor, file: FileRow): Promise<FilePage> {
  const { host, found, facts } = await placeOf(actor, file);
  const isClientVisible = host.isClientVisible(found);
  const uploaders = await people([file.uploaded_by_user_id]);
  const [row] = presentFiles(actor, [file], { facts, isClientVisible, uploaders });
  const shown = `/files/${file.id}/download?inline=1`;
  return {
    ...(row as PresentedFile),
    thing: { title: host.title(found), href: host.address(actor, file.subject_id) },
    uploader: uploaders.get(file.uploaded_by_user_id) ?? null,
    at: file.created_at,
    sizeBytes: Number(file.size_bytes),
    mediaType: file.media_type,
    sha256: file.sha256,
    pictureUrl: isPicture(file.media_type) ? shown : null,
    openHref: mayShowInline(file.media_type) ? shown : null,
  };
}
