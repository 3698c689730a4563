import helmet from 'helmet';
import { randomPart } from '../crypto/index.js';
import type { Next, Request, Response } from './types.js';

const policyHeader = 'Content-Security-Policy';
/** Stands where the nonce of a request comes. */
const nonceMark = 'NONCE';

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
        scriptSrc: [`'nonce-${nonceMark}'`, "'strict-dynamic'"],
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
    // Both speak to browsers that cannot show these pages: Internet Explorer, and Chrome before 78.
    xDownloadOptions: false,
    xXssProtection: false,
  });
  const constant = headersOf(protect);
  const policy = (constant.get(policyHeader) ?? '').split(nonceMark);
  constant.delete(policyHeader);
  const pairs = [...constant, ['Cache-Control', 'no-store'] as const];
  return (request: Request, response: Response, next: Next) => {
    for (const [name, value] of pairs) response.setHeader(name, value);
    response.setHeader(policyHeader, policy.join(request.nonce));
    if (request.secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    next();
  };
}

/** What helmet sets does not change but for the nonce: it is asked once, not by every request. */
function headersOf(protect: ReturnType<typeof helmet>): Map<string, string> {
  const headers = new Map<string, string>();
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  protect({} as Request, response as unknown as Response, (error?: unknown) => {
    if (error) throw error;
  });
  return headers;
}
