import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooMany } from './errors.js';
import { addressOf, type Next, type Request, type Response } from './types.js';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Slows an address that sends more changes than people can make. Counted in memory: it protects
 * this process, and a restart forgets it. `perMinute` changes are let through.
 */
export function limitChanges(perMinute: number) {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return (request: Request, response: Response, next: Next) => {
    if (safeMethods.has(request.method)) return next();
    limiter.consume(addressOf(request)).then(
      () => next(),
      (refusal: unknown) =>
        next(refusal instanceof RateLimiterRes ? tooMany(response, refusal) : refusal),
    );
  };
}

function tooMany(response: Response, refusal: RateLimiterRes): TooMany {
  const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
  response.setHeader('Retry-After', String(seconds));
  return new TooMany(seconds);
}
