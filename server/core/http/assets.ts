import { rereadAssets, siteAssets } from './context.js';
import { NotFound } from './errors.js';
import type { Next, Request, Response } from './types.js';

const aYear = 'public, max-age=31536000, immutable';

/** Sends fingerprinted files, compressed beforehand; they never change under their address. */
export function sendAssets(reread: boolean) {
  return (request: Request, response: Response, next: Next) => {
    if (!request.path.startsWith('/assets/')) return next();
    if (reread && request.path.endsWith('.css')) rereadAssets();
    const asset = siteAssets().lookUp(request.path);
    if (!asset) return next(new NotFound());
    const accepts = String(request.headers['accept-encoding'] ?? '');
    const brotli = accepts.includes('br') ? asset.brotli : undefined;
    const gzip = !brotli && accepts.includes('gzip') ? asset.gzip : undefined;
    if (brotli) response.setHeader('Content-Encoding', 'br');
    else if (gzip) response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Content-Type', asset.type);
    response.setHeader('Cache-Control', aYear);
    response.setHeader('Vary', 'Accept-Encoding');
    response.end(request.method === 'HEAD' ? undefined : (brotli ?? gzip ?? asset.body));
  };
}
