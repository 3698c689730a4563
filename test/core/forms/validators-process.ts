// A process that gives every field of every form, and everything else that reads typed text, 100 kB
// of hostile text: whoever started it ends it when one of them takes for ever. Arguments: the files
// of the forms. Says as JSON how many fields there are and which of them took a text that is too long.
import { isCalendarDate, isTimezone } from '../../../server/core/dates/index.js';
import { isOwnPath } from '../../../server/core/http/index.js';
import { parseMoney } from '../../../server/core/money/index.js';
import { downloadHeaders } from '../../../server/core/storage/index.js';
import { cut, emailKey, excerpt, initials, slug } from '../../../server/core/text/index.js';
import { deviceName } from '../../../server/features/accounts/devices.js';
import { fileName } from '../../../server/features/files/file-names.js';

interface Schema {
  safeParse(input: unknown): { success: boolean; data?: unknown };
  shape?: Record<string, Schema>;
}

const size = 100_000;
/** The longest text that a form may hold: a description, a comment. */
const longest = 50_000;
const parts = ['a', 'a@', '@a.', 'a.', '.', '-', '0', '1,', ' ', '\t', '\r', '/', 'http://a', '#f'];
const signs = ['<', '(', '\\', '"', '%', '=', '\u0301', '\u{1f600}', '\u0130'];
const texts = [...parts, ...signs].flatMap((part) => {
  const many = part.repeat(size / part.length);
  return [`${many}!`, `a@${many}`];
});

const readers: ((text: string) => unknown)[] = [
  isCalendarDate,
  isTimezone,
  isOwnPath,
  (text) => isOwnPath(`/${text}`),
  (text) => parseMoney(text, 'EUR'),
  (text) => downloadHeaders({ name: text, mimeType: 'text/plain' }),
  (text) => cut(text, 50),
  emailKey,
  (text) => excerpt(text),
  initials,
  slug,
  (text) => deviceName(text, (key) => key),
  fileName,
];

const fields = new Map<string, Schema>();
for (const file of process.argv.slice(2)) {
  for (const [name, value] of Object.entries(await import(file))) note(name, value);
}
const long = new Set<string>();
for (const text of texts) {
  for (const [name, field] of fields) {
    const { data } = field.safeParse(text);
    if (typeof data === 'string' && data.length > longest) long.add(name);
  }
  for (const read of readers) read(text);
}
process.stdout.write(JSON.stringify({ fields: fields.size, long: [...long].sort() }));

/** Forms hold fields; what else a file of forms gives away are fields themselves or lists of them. */
function note(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { shape, safeParse } = value as Partial<Schema>;
  if (!shape && safeParse) {
    fields.set(name, value as Schema);
    return;
  }
  for (const [field, inner] of Object.entries(shape ?? value)) note(`${name}.${field}`, inner);
}
