/**
 * The form in which e-mail addresses are compared, byte by byte on every database: NFC, lower
 * case. Accents stay, so `ádmin@` never becomes `admin@` (CVE 26).
 */
export function emailKey(address: string): string {
  return address.trim().normalize('NFC').toLowerCase();
}

const knownInitials = new Map<string, string>();

/** The first letters of the first and the last word of a name, for avatars; '?' without letters. */
export function initials(name: string): string {
  let letters = knownInitials.get(name);
  if (letters === undefined) {
    if (knownInitials.size > 5000) knownInitials.clear();
    letters = findInitials(name);
    knownInitials.set(name, letters);
  }
  return letters;
}

function findInitials(name: string): string {
  const words = name.normalize('NFC').split(/[\s\p{P}]+/u);
  const letters = words
    .filter(Boolean)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 63));
  const first = letters[0] ?? '?';
  const last = letters.length > 1 ? (letters.at(-1) ?? '') : '';
  return (first + last).toUpperCase();
}

/** A text as part of an address or a file name: letters a to z, digits and hyphens, at most 60. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-$/, '');
}

/** A text of at most `length` characters, cut between words where possible, then with an ellipsis. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text];
  if (characters.length <= length) return text;
  const kept = characters.slice(0, length - 1).join('');
  const space = kept.lastIndexOf(' ');
  return `${(space > kept.length * 0.6 ? kept.slice(0, space) : kept).trimEnd()}…`;
}
