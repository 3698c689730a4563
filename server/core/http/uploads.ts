import type { Readable } from 'node:stream';
import multer from 'multer';
import { remove, save, UploadRefused } from '../storage/index.js';
import { BadRequest, Invalid, TooLarge } from './errors.js';
import type { UploadLimits } from './routes.js';
import type { Next, Request, Response, UploadedFile } from './types.js';

type Incoming = Express.Multer.File & { stream: Readable };

/** What the other fields of a form may add to the size (bytes) of its files. */
const formOverhead = 2_000_000;

/**
 * Streams the files of a multipart form to the store while they arrive; the handler takes them or
 * they are removed again. Runs after the permission check and before the token check.
 */
export function receiveUploads(limitsFor: (request: Request) => UploadLimits) {
  return (request: Request, response: Response, next: Next) => {
    if (!request.is('multipart/form-data')) return next();
    const limits = limitsFor(request);
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > limits.maxBytes * limits.maxFiles + formOverhead) return next(tooLarge(limits));
    request.uploads = [];
    request.uploadProblems = [];
    const parser = multer({
      storage: streamingStorage(request, limits),
      defParamCharset: 'utf8',
      limits: { files: limits.maxFiles, fields: 200, fieldSize: 200_000, parts: 300 },
    }).any();
    // Whatever the handler does not take is nobody's: a refused token, a form with mistakes.
    response.on('close', () => void discardUploads(request));
    parser(request, response, (error?: unknown) =>
      next(error ? translate(error, limits) : undefined),
    );
  };
}

/**
 * The files of one field, from then on the caller's to keep.
 * @throws Invalid beside the field when one of them was refused; then none is kept.
 */
export function takeUploads(request: Request, field: string): UploadedFile[] {
  const problem = request.uploadProblems?.find((entry) => entry.field === field);
  if (problem) throw new Invalid({ [field]: problem.message });
  const mine = (request.uploads ?? []).filter((file) => file.field === field);
  request.uploads = (request.uploads ?? []).filter((file) => file.field !== field);
  return mine;
}

/** Removes the files that came with a request and that nobody has taken. */
export async function discardUploads(request: Request): Promise<void> {
  const left = request.uploads?.splice(0) ?? [];
  for (const file of left) await remove(file.key);
}

function streamingStorage(request: Request, limits: UploadLimits): multer.StorageEngine {
  const { maxBytes, extensions } = limits;
  return {
    _handleFile(_request, file: Incoming, done) {
      const field = file.fieldname;
      const name = file.originalname;
      // An empty file field of a form sends a part without a name.
      if (!name) {
        file.stream.resume();
        return done(null, {});
      }
      save(file.stream, { name, maxBytes, allowed: extensions }).then(
        (saved) => {
          request.uploads?.push({ field, name, ...saved });
          done(null, {});
        },
        (error: unknown) => {
          if (!(error instanceof UploadRefused)) return done(error);
          const message = { key: error.key, values: error.values };
          request.uploadProblems?.push({ field, message });
          done(null, {});
        },
      );
    },
    _removeFile(_request, _file, done) {
      done(null);
    },
  };
}

function translate(error: unknown, limits: UploadLimits): unknown {
  if (error instanceof multer.MulterError) {
    if (error.code !== 'LIMIT_FILE_COUNT') return new BadRequest();
    return new TooLarge({ key: 'errors.too_many_files', values: { count: limits.maxFiles } });
  }
  // A multipart body that breaks off or makes no sense is the sender's fault, not ours.
  const message = error instanceof Error ? error.message : '';
  return /multipart|unexpected end|malformed|boundary|aborted/i.test(message)
    ? new BadRequest()
    : error;
}

function tooLarge({ maxBytes }: UploadLimits): TooLarge {
  return new TooLarge({
    key: 'errors.file_too_large',
    values: { megabytes: Math.floor(maxBytes / 1_000_000) },
  });
}
