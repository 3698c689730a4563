import { pipeline } from 'node:stream/promises';
import { id, NotFound, type Request, type Response } from '../../core/http/index.js';
import { downloadHeaders, FileMissing, open } from '../../core/storage/index.js';
import { neighbours } from './neighbours.js';
import { lookUpUser } from './users.queries.js';

/** Photos change their address when they change, so the person who saw one may keep it. */
const cacheControl = 'private, max-age=86400, immutable';

/** Portraits, for those who may know the person. */
export const photos = { show };

async function show(request: Request, response: Response): Promise<void> {
  const userId = id(request, 'userId');
  if (!(await neighbours().mayKnow(request.actor, userId))) throw new NotFound();
  const key = (await lookUpUser(userId))?.photo_key;
  if (!key) throw new NotFound();
  const { stream, sizeBytes } = await opened(key);
  const headers = downloadHeaders(
    { name: `photo-${userId}.webp`, mimeType: 'image/webp' },
    { inline: true },
  );
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Cache-Control', cacheControl);
  response.setHeader('Vary', 'Cookie');
  response.setHeader('Content-Length', sizeBytes);
  if (request.method === 'HEAD') {
    stream.destroy();
    response.end();
    return;
  }
  await pipeline(stream, response).catch(ignoreAbort);
}

/** A photo whose volume is not mounted is no photo. */
async function opened(key: string) {
  try {
    return await open(key);
  } catch (error) {
    throw error instanceof FileMissing ? new NotFound() : error;
  }
}

function ignoreAbort(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}
