import type { Request, Response } from '../../core/http/index.js';
import { openLive } from '../../core/live/index.js';

/** Events for an open page; who asks for anything else learns that they are signed in. */
export const live = { show };

async function show(request: Request, response: Response): Promise<void> {
  const wantsEvents = String(request.headers.accept ?? '').startsWith('text/event-stream');
  // Who looks at the product as somebody else hears nothing in their place.
  if (!wantsEvents || request.viewing) response.json({});
  else await openLive(request, response);
}
