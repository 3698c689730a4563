import { afterCommit, table } from '../../core/database/index.js';
import { Invalid, type UploadedFile } from '../../core/http/index.js';
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

/** Longest sides in pixels: a logo is shown at most 30 pixels high, but screens are sharp and mails too. */
const sides: Record<BrandPicture, number> = { logo: 800, 'logo-dark': 800, favicon: 256 };

/** What a picture of the brand may be when it comes in; it is stored as a PNG whatever it was. */
export const pictureLimits = {
  maxBytes: 4 * 1024 ** 2,
  maxFiles: 3,
  extensions: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'svg'],
} as const;

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
    const saved = await saveImage(stream, {
      name: upload.name,
      maxBytes: pictureLimits.maxBytes,
      side: sides[picture],
      format: 'png',
    });
    return saved.key;
  } catch (error) {
    if (!(error instanceof UploadRefused)) throw error;
    throw new Invalid({ [field]: { key: error.key, values: error.values } });
  } finally {
    for (const file of files) await remove(file.key);
  }
}

/** The picture is part of the settings now; the one it replaces goes with the open transaction. */
export async function replacePicture(before: string, after: string): Promise<void> {
  if (before !== '' && before !== after) await removeLater(before);
  if (after !== '') afterCommit(() => void keep(after));
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
