import helmet from 'helmet';
import { randomPart } from '../crypto/index.js';
import type { Next, Request, Response } from './types.js';

/** Gives each request its reference and the nonce of its one script. */
export function stampRequest(request: Request, response: Response, next: Next) {
  const random = randomPart(21);
  request.nonce = random.toString('base64', 0, 16);
  request.reference = random.toString('hex', 16, 21).toUpperCase().slice(0, 8);
  response.setHeader('X-Request-Id', request.reference);
  next();
}

/**
 * The security headers of every answer: a content policy without inline code or styles, no
 * framing, no sniffing, HSTS where the request came by HTTPS. `upgrade-insecure-requests` stays
 * away, since it breaks installations that have no certificate yet. Nobody may keep an answer whose
 * handler does not say so.
 */
export function securityHeaders() {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: [(request) => `'nonce-${(request as Request).nonce}'`, "'strict-dynamic'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  return (request: Request, response: Response, next: Next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (request.secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    protect(request, response, next);
  };
}
