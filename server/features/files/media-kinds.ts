import { mayShowInline } from '../../core/storage/index.js';

/** Pictures that a page can show without running anything. */
export function isPicture(mediaType: string): boolean {
  return mediaType.startsWith('image/') && mayShowInline(mediaType);
}

/** The icon that stands for a kind of file. */
export function kindIcon(mediaType: string, name: string): string {
  if (mediaType.startsWith('image/')) return 'file-image';
  if (mediaType.startsWith('video/')) return 'film';
  if (mediaType.startsWith('audio/')) return 'file-music';
  if (/\.(zip|7z|rar|tar|gz|tgz)$/i.test(name)) return 'file-archive';
  if (/\.(csv|tsv|xlsx?|ods|numbers)$/i.test(name)) return 'file-spreadsheet';
  return 'file-text';
}
