/** Kinds that a browser shows without running anything; everything else is a download. */
const inline = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'application/pdf',
  'text/plain',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/ogg',
  'audio/flac',
  'video/mp4',
  'video/webm',
]);

/** Whether a stored file of this type may be shown in the page instead of being downloaded. */
export function mayShowInline(mimeType: string): boolean {
  return inline.has(mimeType);
}

/**
 * Headers with which a stored file is answered. Shown in the page only where asked for and
 * harmless; never sniffed, never with the rights of the site (sandbox). The name is given in the
 * two forms of RFC 6266, so that every script arrives.
 */
export function downloadHeaders(
  file: { name: string; mimeType: string },
  wanted: { inline?: boolean } = {},
): Record<string, string> {
  const shown = wanted.inline === true && mayShowInline(file.mimeType);
  return {
    'Content-Type': file.mimeType.startsWith('text/')
      ? `${file.mimeType}; charset=utf-8`
      : file.mimeType,
    'Content-Disposition': `${shown ? 'inline' : 'attachment'}; ${fileNameParameters(file.name)}`,
    'X-Content-Type-Options': 'nosniff',
    // Chromium's PDF viewer does not start in a sandbox; a PDF's own script runs in neither case.
    'Content-Security-Policy':
      file.mimeType === 'application/pdf'
        ? "default-src 'none'; object-src 'self'"
        : "default-src 'none'; img-src 'self'; media-src 'self'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}

function fileNameParameters(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\\/]/gu, '_').slice(0, 200) || 'file';
  const plain = clean.replace(/[^\x20-\x7e]|["%;]/g, '_');
  const exact = encodeURIComponent(wellFormed(clean)).replace(/['()*]/g, percent);
  return `filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** Cutting at 200 may leave half of a character outside the basic plane. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '_');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
