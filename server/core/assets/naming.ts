import { createHash } from 'node:crypto';
import path from 'node:path';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Ten hex digits of SHA-256 over the given bodies: short, and different for other content. */
export function fingerprint(bodies: Buffer[]): string {
  const hash = createHash('sha256');
  for (const body of bodies) hash.update(body);
  return hash.digest('hex').slice(0, 10);
}

/** The media type of a file name. Throws for an ending that is not served. */
export function typeOf(name: string): string {
  const type = types[path.extname(name)];
  if (!type) throw new Error(`No media type is known for ${name}`);
  return type;
}
