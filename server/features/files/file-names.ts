const longest = 255;

/**
 * The name a file keeps: the last part of a path, in NFC, without control characters and marks
 * that turn the reading direction (they make "gpj.exe" look like "exe.jpg"), its extension saved
 * when it must be cut. It is a label; the file on the disk never bears it.
 */
export function fileName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const clean = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (clean.length <= longest) return clean || 'file';
  const extension = /\.[^.]{1,20}$/.exec(clean)?.[0] ?? '';
  const kept = [...clean].slice(0, longest - extension.length - 1).join('');
  return `${kept.slice(0, longest - extension.length - 1)}…${extension}`;
}
