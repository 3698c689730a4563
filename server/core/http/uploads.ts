import type { Readable } from 'node:stream';
import multer from 'multer';
import { remove, save } from '../storage/index.js';
import { BadRequest, Invalid, TooLarge } from './errors.js';
import type { UploadLimits } from './routes.js';
import type { Next, Request, Response, UploadedFile } from './types.js';

type Incoming = Express.Multer.File & { stream: Readable };

/**
 * Streams the files of a multipart form to the store while they arrive; the handler attaches them
 * or they are removed again. Runs after the permission check and before the token check.
 */
export function receiveUploads(limitsFor: (request: Request) => UploadLimits) {
  return (request: Request, response: Response, next: Next) => {
    if (!request.is('multipart/form-data')) return next();
    const limits = limitsFor(request);
    request.uploads = [];
    const parser = multer({
      storage: streamingStorage(request.uploads, limits),
      defParamCharset: 'utf8',
      limits: {
        fileSize: limits.maxBytes,
        files: limits.maxFiles,
        fields: 200,
        fieldSize: 200_000,
        parts: 300,
      },
    }).any();
    parser(request, response, (error?: unknown) => {
      if (!error) return next();
      discardUploads(request).then(() => next(translate(error, limits)), next);
    });
    response.on('finish', () => {
      // Whatever the handler did not take is nobody's: a refused token, a form with mistakes.
      void discardUploads(request);
    });
  };
}

/** Removes the files that came with a request and that nobody has taken. */
export async function discardUploads(request: Request): Promise<void> {
  const left = request.uploads?.splice(0) ?? [];
  for (const file of left) await remove(file.key);
}

function streamingStorage(uploads: UploadedFile[], limits: UploadLimits): multer.StorageEngine {
  return {
    _handleFile(_request, file: Incoming, done) {
      // An empty file field of a form sends a part without a name.
      if (!file.originalname) {
        file.stream.resume();
        return done(null, {});
      }
      save(file.stream, {
        name: file.originalname,
        maxBytes: limits.maxBytes,
        extensions: limits.extensions,
      }).then(
        ({ key, sizeBytes, sha256, mediaType }) => {
          uploads.push({
            field: file.fieldname,
            name: file.originalname,
            key,
            sizeBytes,
            sha256,
            mediaType,
          });
          done(null, {});
        },
        (error: unknown) => done(error),
      );
    },
    _removeFile(_request, _file, done) {
      done(null);
    },
  };
}

function translate(error: unknown, limits: UploadLimits): unknown {
  if (!(error instanceof multer.MulterError))
    return error instanceof Invalid ? error : asBadRequest(error);
  if (error.code === 'LIMIT_FILE_SIZE') {
    return new TooLarge({
      key: 'errors.file_too_large',
      values: { megabytes: Math.floor(limits.maxBytes / 1_000_000) },
    });
  }
  if (error.code === 'LIMIT_FILE_COUNT')
    return new TooLarge({ key: 'errors.too_many_files', values: { count: limits.maxFiles } });
  return new BadRequest();
}

/** A multipart body that breaks off or makes no sense is the sender's fault, not ours. */
function asBadRequest(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  return /multipart|unexpected end|malformed|boundary|aborted/i.test(message)
    ? new BadRequest()
    : error;
}
