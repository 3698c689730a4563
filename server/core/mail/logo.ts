import { FileMissing, imageAs } from '../storage/index.js';

/** A logo as mail programs can show it. */
export interface MailLogo {
  contentId: string;
  content: Buffer;
  /** As it is shown; the picture itself has twice as many pixels, for sharp screens. */
  width: number;
  height: number;
}

const shownHeight = 40;
const shownWidth = 260;
const cache = new Map<string, MailLogo>();
const mostCached = 20;

/**
 * The stored logo as a PNG of at most 40 by 260 pixels, sent along with the message: a picture
 * that had to be fetched would be blocked or tell who reads when. Undefined without a logo.
 */
export async function mailLogo(key: string): Promise<MailLogo | undefined> {
  if (!key) return undefined;
  const known = cache.get(key);
  if (known) return known;
  try {
    const logo = await draw(key);
    if (cache.size >= mostCached) cache.clear();
    cache.set(key, logo);
    return logo;
  } catch (error) {
    // The letter goes out with the name instead; a logo is not worth a message.
    if (error instanceof FileMissing) return undefined;
    throw error;
  }
}

async function draw(key: string): Promise<MailLogo> {
  const picture = await imageAs(key, {
    maxHeight: shownHeight * 2,
    maxWidth: shownWidth * 2,
    format: 'png',
  });
  const scale = Math.min(1, shownHeight / picture.height, shownWidth / picture.width);
  return {
    contentId: `logo-${key.slice(0, 12)}`,
    content: picture.content,
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}
