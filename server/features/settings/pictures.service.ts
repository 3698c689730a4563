import type { Readable } from 'node:stream';
import { afterCommit, table, transaction } from '../../core/database/index.js';
import { Invalid, type UploadedFile } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { setting } from '../../core/settings/index.js';
import {
  FileMissing,
  keep,
  open,
  registerFileOwner,
  remove,
  removeLater,
  saveImage,
  UploadRefused,
} from '../../core/storage/index.js';
import { type BrandPicture, brandPictures } from './brand.js';
import { pictureLimits } from './picture-limits.js';
import { changeSettings } from './settings.service.js';

/** Longest sides in pixels: a logo is shown at most 30 pixels high, but screens are sharp and mails too. */
const sides: Record<BrandPicture, number> = { logo: 800, 'logo-dark': 800, favicon: 256 };

registerFileOwner(knownPictures);

/**
 * Draws an uploaded picture anew and stores it; the upload itself goes. Returns its key, or
 * undefined when none was sent.
 * @throws Invalid beside `field` when it is no picture.
 */
export async function storePicture(
  files: readonly UploadedFile[],
  picture: BrandPicture,
  field: string,
): Promise<string | undefined> {
  const [upload] = files;
  if (!upload) return undefined;
  try {
    const { stream } = await open(upload.key);
    return await drawPicture(stream, upload.name, { picture, field });
  } finally {
    for (const file of files) await remove(file.key);
  }
}

/**
 * Draws a picture anew from its bytes and stores it; returns its key.
 * @throws Invalid beside `field` when it is no picture.
 */
export async function drawPicture(
  stream: Readable,
  name: string,
  { picture, field }: { picture: BrandPicture; field: string },
): Promise<string> {
  const { maxBytes } = pictureLimits;
  try {
    const saved = await saveImage(stream, { name, maxBytes, side: sides[picture], format: 'png' });
    return saved.key;
  } catch (error) {
    if (!(error instanceof UploadRefused)) throw error;
    throw new Invalid({ [field]: { key: error.key, values: error.values } });
  }
}

/** The picture is part of the settings now; the one it replaces goes with the open transaction. */
export async function replacePicture(before: string, after: string): Promise<void> {
  if (before !== '' && before !== after) await removeLater(before);
  if (after !== '') afterCommit(() => void keep(after));
}

/** What the page of the logos sent: files by picture, and those to be taken away. */
export type PictureChanges = Record<BrandPicture, readonly UploadedFile[]> & {
  removed: readonly string[];
};

/**
 * Replaces or removes logos, all or none.
 * @throws Invalid beside the field of a file that is no picture.
 */
export async function changePictures(
  actor: Actor,
  page: string,
  changes: PictureChanges,
): Promise<void> {
  const made = new Map<BrandPicture, string>();
  for (const picture of Object.keys(brandPictures) as BrandPicture[]) {
    const key = await storePicture(changes[picture], picture, picture.replace('-', '_'));
    if (key !== undefined) made.set(picture, key);
    else if (changes.removed.includes(picture)) made.set(picture, '');
  }
  await transaction(async () => {
    const workspace: Record<string, string> = {};
    for (const [picture, key] of made) {
      await replacePicture(setting(actor.workspaceId, brandPictures[picture]), key);
      workspace[brandPictures[picture]] = key;
    }
    await changeSettings(actor, { page, workspace });
  });
}

/** A picture of a brand as it is stored; undefined when there is none or its file is missing. */
export async function openPicture(workspaceId: number, picture: BrandPicture) {
  const key = setting(workspaceId, brandPictures[picture]);
  if (!key) return undefined;
  try {
    return { ...(await open(key)), key };
  } catch (error) {
    if (error instanceof FileMissing) return undefined;
    throw error;
  }
}

async function knownPictures(keys: readonly string[]): Promise<string[]> {
  const rows = (await table('settings')
    .select('value')
    .whereIn('key', Object.values(brandPictures))) as unknown as { value: string }[];
  const known = new Set(rows.map(({ value }) => JSON.parse(value) as string));
  return keys.filter((key) => known.has(key));
}
