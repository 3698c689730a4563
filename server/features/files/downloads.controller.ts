import { pipeline } from 'node:stream/promises';
import {
  id,
  log,
  query,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { downloadHeaders } from '../../core/storage/index.js';
import { subjectOf } from '../../core/subjects/index.js';
import { type FileRow, findFile } from './files.queries.js';
import { openFile, verified } from './stored-files.js';

const missingView = view('files/missing');

export const downloads = { show };

/**
 * Sends a stored file as it is, never as active content (SEC 36). What is not on the disk as the
 * database knows it gets a page that says so (FAULTS 30).
 */
async function show(request: Request, response: Response): Promise<void> {
  const file = await findFile(request.actor, id(request, 'fileId'));
  const state = await sendFile(request, response, file);
  if (state !== 'sent') renderMissing(request, response, file, state);
}

/** Sends a file that the caller has found for who asks, or says why it cannot be sent. */
export async function sendFile(
  request: Request,
  response: Response,
  file: FileRow,
): Promise<'sent' | 'missing' | 'damaged'> {
  const stored = await openFile(file);
  if (!stored.isWhole) return stored.state;
  const isInline = query(request, 'inline') === '1';
  const headers = downloadHeaders(
    { name: file.name, mimeType: file.media_type },
    { inline: isInline },
  );
  response.set(headers);
  response.setHeader('Content-Length', String(stored.sizeBytes));
  response.setHeader('Cache-Control', 'private, no-store');
  if (request.method === 'HEAD') {
    stored.stream.destroy();
    response.end();
    return 'sent';
  }
  try {
    await pipeline(stored.stream, verified(file), response);
  } catch (error) {
    // The answer is under way: a reader who leaves, or a disk that fails now, ends it as it is.
    if (!isAbort(error)) log().warn({ file: file.id, error: String(error) }, 'download broke off');
  }
  return 'sent';
}

function renderMissing(
  request: Request,
  response: Response,
  file: FileRow,
  state: 'missing' | 'damaged',
): void {
  log().error({ file: file.id, key: file.storage_key, state }, 'a stored file cannot be sent');
  response.status(404);
  const title = translatorFor(request.actor.locale)(`files.${state}.title`);
  const href = subjectOf('file').address(request.actor, file.id);
  render(request, response, missingView, { title, state, name: file.name, href });
}

function isAbort(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE';
}
