import { Readable } from 'node:stream';
import type { Sharp } from 'sharp';
import { UploadRefused } from './errors.js';
import { open } from './reading.js';
import { type SavedFile, save } from './saving.js';

/** What becomes of a picture. */
export interface ImageOptions {
  /** Name the person gave the file, for messages. */
  name: string;
  maxBytes: number;
  /** Longest side in pixels; smaller pictures stay as they are. */
  side: number;
  /** Cut to a square, for photos of people. */
  square?: boolean;
  /** png for logos and favicons, which must be understood everywhere; webp for photos. */
  format: 'webp' | 'png';
}

/** A picture drawn anew and safely on the disk. */
export interface SavedImage extends SavedFile {
  width: number;
  height: number;
}

/** A photo of a good camera; what has more is a bomb or no use here. */
const mostPixels = 50_000_000;

/**
 * Stores a picture drawn anew: only pixels survive, no metadata (places, names), no script, and
 * an SVG becomes a PNG or WebP like everything else.
 * @throws UploadRefused when it is too large or no picture.
 */
export async function saveImage(stream: Readable, options: ImageOptions): Promise<SavedImage> {
  const original = await collect(stream, options);
  const { data, info } = await redraw(original, options);
  const file = await save(Readable.from([data]), {
    name: `image.${options.format}`,
    maxBytes: data.length,
  }).catch((error: unknown) => {
    // The person knows the picture under the name that they gave it.
    if (!(error instanceof UploadRefused)) throw error;
    throw new UploadRefused(error.reason, { ...error.values, name: options.name });
  });
  return { ...file, width: info.width, height: info.height };
}

/**
 * A stored picture at another height, for places that cannot use the original, such as e-mail.
 * @throws FileMissing when it is not on the disk.
 */
export async function imageAs(
  key: string,
  wanted: { maxHeight: number; maxWidth: number; format: 'png' | 'webp' },
): Promise<{ content: Buffer; width: number; height: number }> {
  const { stream } = await open(key);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const drawing = (await canvas(Buffer.concat(chunks))).resize({
    height: wanted.maxHeight,
    width: wanted.maxWidth,
    fit: 'inside',
    withoutEnlargement: true,
  });
  const { data, info } = await encode(drawing, wanted.format);
  return { content: data, width: info.width, height: info.height };
}

async function collect(stream: Readable, { name, maxBytes }: ImageOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) {
      stream.resume();
      throw new UploadRefused('too_large', { name, limit: maxBytes });
    }
    chunks.push(chunk as Buffer);
  }
  if (size === 0) throw new UploadRefused('empty', { name });
  return Buffer.concat(chunks);
}

async function redraw(original: Buffer, options: ImageOptions) {
  const { name, side, square, format } = options;
  try {
    const drawing = await canvas(original);
    const { width = 0, height = 0 } = await drawing.metadata();
    if (width * height > mostPixels) throw new UploadRefused('too_many_pixels', { name });
    drawing.autoOrient().resize({
      width: side,
      height: side,
      fit: square ? 'cover' : 'inside',
      withoutEnlargement: !square,
    });
    return await encode(drawing, format);
  } catch (error) {
    if (error instanceof UploadRefused) throw error;
    const reason = /pixel limit/i.test((error as Error).message)
      ? 'too_many_pixels'
      : 'not_an_image';
    throw new UploadRefused(reason, { name });
  }
}

/** The picture library takes 20 ms and some memory to load: only where it is used. */
async function canvas(content: Buffer): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp(content, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 });
}

function encode(drawing: Sharp, format: 'webp' | 'png') {
  const encoded =
    format === 'png' ? drawing.png({ compressionLevel: 9 }) : drawing.webp({ quality: 82 });
  return encoded.toBuffer({ resolveWithObject: true });
}
