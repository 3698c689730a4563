import { UploadRefused } from './errors.js';

/** Bytes from the beginning of a file that are enough to know what it is. */
export const HEAD_BYTES = 4100;

/**
 * What an extension promises. `found` lists what the first bytes may turn out to be (extensions as
 * file-type names them); an empty list means text, `any` means a format without a known signature.
 */
interface Promised {
  mimeType: string;
  found: readonly string[] | 'any';
}

const zip = ['zip'];
const office = ['cfb'];
const text = (mimeType: string): Promised => ({ mimeType, found: [] });
const binary = (mimeType: string, ...found: string[]): Promised => ({ mimeType, found });
const unknown = (mimeType = 'application/octet-stream'): Promised => ({ mimeType, found: 'any' });
const ooxml = (kind: string, extension: string) =>
  binary(`application/vnd.openxmlformats-officedocument.${kind}`, extension, ...zip);
const odf = (kind: string, extension: string) =>
  binary(`application/vnd.oasis.opendocument.${kind}`, extension, ...zip);

const promised: Readonly<Record<string, Promised>> = {
  png: binary('image/png', 'png', 'apng'),
  jpg: binary('image/jpeg', 'jpg'),
  jpeg: binary('image/jpeg', 'jpg'),
  gif: binary('image/gif', 'gif'),
  webp: binary('image/webp', 'webp'),
  avif: binary('image/avif', 'avif'),
  heic: binary('image/heic', 'heic', 'heif'),
  heif: binary('image/heif', 'heic', 'heif'),
  tif: binary('image/tiff', 'tif'),
  tiff: binary('image/tiff', 'tif'),
  bmp: binary('image/bmp', 'bmp'),
  // An SVG can hold script. It is kept as the bytes it is and only ever offered as a download.
  svg: text('application/octet-stream'),
  psd: binary('image/vnd.adobe.photoshop', 'psd'),
  ai: binary('application/postscript', 'pdf', 'ai', 'ps', 'eps'),
  eps: binary('application/postscript', 'eps', 'ps'),
  indd: binary('application/octet-stream', 'indd'),
  sketch: binary('application/octet-stream', ...zip),
  xd: binary('application/octet-stream', ...zip),
  fig: unknown(),
  pdf: binary('application/pdf', 'pdf'),
  doc: binary('application/msword', ...office),
  xls: binary('application/vnd.ms-excel', ...office),
  ppt: binary('application/vnd.ms-powerpoint', ...office),
  msg: binary('application/vnd.ms-outlook', ...office),
  docx: ooxml('wordprocessingml.document', 'docx'),
  xlsx: ooxml('spreadsheetml.sheet', 'xlsx'),
  pptx: ooxml('presentationml.presentation', 'pptx'),
  odt: odf('text', 'odt'),
  ods: odf('spreadsheet', 'ods'),
  odp: odf('presentation', 'odp'),
  pages: binary('application/octet-stream', ...zip),
  numbers: binary('application/octet-stream', ...zip),
  key: binary('application/octet-stream', ...zip),
  epub: binary('application/epub+zip', 'epub', ...zip),
  rtf: binary('application/rtf', 'rtf'),
  txt: text('text/plain'),
  md: text('text/plain'),
  log: text('text/plain'),
  csv: text('text/csv'),
  tsv: text('text/tab-separated-values'),
  json: text('application/json'),
  xml: text('application/octet-stream'),
  yaml: text('text/plain'),
  yml: text('text/plain'),
  ics: text('text/calendar'),
  vcf: text('text/vcard'),
  eml: text('application/octet-stream'),
  zip: binary('application/zip', ...zip),
  '7z': binary('application/x-7z-compressed', '7z'),
  rar: binary('application/vnd.rar', 'rar'),
  tar: binary('application/x-tar', 'tar'),
  gz: binary('application/gzip', 'gz', 'tar.gz'),
  tgz: binary('application/gzip', 'gz', 'tar.gz'),
  mp3: binary('audio/mpeg', 'mp3'),
  m4a: binary('audio/mp4', 'm4a', 'mp4'),
  wav: binary('audio/wav', 'wav'),
  ogg: binary('audio/ogg', 'ogg', 'oga', 'opus', 'ogv'),
  flac: binary('audio/flac', 'flac'),
  aac: binary('audio/aac', 'aac'),
  mp4: binary('video/mp4', 'mp4', 'm4v', 'mov'),
  m4v: binary('video/mp4', 'mp4', 'm4v', 'mov'),
  mov: binary('video/quicktime', 'mov', 'mp4', 'm4v'),
  webm: binary('video/webm', 'webm', 'mkv'),
  mkv: binary('video/x-matroska', 'mkv', 'webm'),
  avi: binary('video/x-msvideo', 'avi'),
  ttf: binary('font/ttf', 'ttf'),
  otf: binary('font/otf', 'otf'),
  woff: binary('font/woff', 'woff'),
  woff2: binary('font/woff2', 'woff2'),
};

/** What text files may turn out to be: descriptions of text that file-type recognises. */
const textual = new Set(['xml', 'svg', 'ics', 'vcf', 'rtf', 'eml', 'html']);

/** Extensions that are taken when the admin has set no list of their own. */
export const usualExtensions: readonly string[] = Object.keys(promised);

/** The last extension of a file name in lower case, without the dot; '' when there is none. */
export function extensionOf(name: string): string {
  return /\.([^.\\/]+)$/.exec(name.trim())?.[1]?.toLowerCase() ?? '';
}

/**
 * Decides by its name and its first bytes whether a file may be stored, and as what it may ever
 * be served. What the browser claims about it is not asked.
 * @throws UploadRefused when the extension is not allowed or the content is something else.
 */
export async function typeOf(
  name: string,
  head: Uint8Array,
  allowed: readonly string[] = [],
): Promise<string> {
  const extension = extensionOf(name);
  const list = allowed.length > 0 ? allowed : usualExtensions;
  if (!list.includes(extension)) throw new UploadRefused('type_not_allowed', { name, extension });
  // An admin may allow further kinds; they are stored, but only offered as a download.
  const promise = promised[extension] ?? unknown();
  const found = await detect(head);
  if (!keeps(promise, found, head)) throw new UploadRefused('type_mismatch', { name, extension });
  return promise.mimeType;
}

function keeps(promise: Promised, found: string | undefined, head: Uint8Array): boolean {
  if (promise.found === 'any') return !isProgram(found, head);
  if (promise.found.length > 0) return found !== undefined && promise.found.includes(found);
  if (isUtf16(head)) return true;
  return (found === undefined || textual.has(found)) && !head.includes(0);
}

/** Text that says by its mark that it is UTF-16, as Excel's "Unicode text"; others take it for sound. */
function isUtf16(head: Uint8Array): boolean {
  const mark = Buffer.from(head.subarray(0, 2)).toString('hex');
  if (mark !== 'fffe' && mark !== 'feff') return false;
  const text = new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be').decode(
    head.subarray(0, head.length & ~1),
  );
  return !/[\0\ufffd]/.test(text.slice(0, -1));
}

const programs = new Set([
  'exe',
  'elf',
  'macho',
  'dex',
  'msi',
  'jar',
  'class',
  'wasm',
  'lnk',
  'swf',
  'crx',
  'deb',
  'rpm',
  'apk',
  'xpi',
]);

function isProgram(found: string | undefined, head: Uint8Array): boolean {
  const isScript = head[0] === 0x23 && head[1] === 0x21; // "#!"
  return isScript || (found !== undefined && programs.has(found));
}

async function detect(head: Uint8Array): Promise<string | undefined> {
  // Loaded with the first upload: a process that takes none does without.
  const { fileTypeFromBuffer } = await import('file-type');
  try {
    return (await fileTypeFromBuffer(head))?.ext;
  } catch {
    // A head that ends in the middle of a structure is no error of the file.
    return undefined;
  }
}
