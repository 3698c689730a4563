import { transaction } from '../../core/database/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { keep, open, removeLater, saveImage } from '../../core/storage/index.js';
import { lookUpUser, type UserRow } from './users.queries.js';
import { changeUser, type UserChanges } from './users.service.js';

/** Photos are shown at 72 pixels at most, on screens with up to three of ours for one of theirs. */
const photoSide = 256;
/** A photo drawn anew at that size is never larger. */
const mostPhotoBytes = 12_000_000;

/** The signed-in person's own account. @throws NotFound when it has just gone. */
export async function ownAccount(actor: Pick<Actor, 'userId'>): Promise<UserRow> {
  const user = await lookUpUser(actor.userId);
  if (!user) throw new NotFound();
  return user;
}

/** Changes what people may change of themselves without being asked who they are again. */
export async function changeProfile(
  actor: Pick<Actor, 'userId'>,
  changes: Pick<UserChanges, 'name' | 'job_title' | 'phone' | 'timezone' | 'locale' | 'theme'>,
): Promise<void> {
  await changeUser(actor.userId, changes);
}

/**
 * Makes an uploaded picture the person's photo: drawn anew as a square, so that only pixels
 * survive. The upload itself is left to whoever received it.
 * @throws UploadRefused when it is no picture.
 */
export async function changePhoto(
  actor: Pick<Actor, 'userId'>,
  upload: { key: string; name: string },
): Promise<void> {
  const { stream } = await open(upload.key);
  const photo = await saveImage(stream, {
    name: upload.name,
    maxBytes: mostPhotoBytes,
    side: photoSide,
    square: true,
    format: 'webp',
  });
  await replacePhoto(actor.userId, photo.key);
  await keep(photo.key);
}

/** Takes the person's photo away; initials stand for it. */
export async function removePhoto(actor: Pick<Actor, 'userId'>): Promise<void> {
  await replacePhoto(actor.userId, null);
}

async function replacePhoto(userId: number, photo_key: string | null): Promise<void> {
  await transaction(async () => {
    const before = await lookUpUser(userId);
    await changeUser(userId, { photo_key });
    if (before?.photo_key) await removeLater(before.photo_key);
  });
}
