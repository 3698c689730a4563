import type { DatabaseConfig } from '../server/core/config/index.js';
import type { Inspection } from '../server/core/database/index.js';

type Field = 'engine' | 'file' | 'host' | 'port' | 'name' | 'user' | 'password' | 'tls';

/**
 * Why a database cannot be used, in words of the person who sets it up: title and text are
 * `installer.database.problems.<kind>.*`, and `.field` of the same stands beside the field.
 */
export interface DatabaseProblem {
  kind: string;
  field: Field;
  values: Record<string, string | number>;
}

/** Words of a foreign server are shown, but not at length. */
const mostWords = 300;

const kinds: readonly [kind: string, field: Field, codes: readonly string[]][] = [
  ['host_unknown', 'host', ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']],
  ['refused', 'port', ['ECONNREFUSED']],
  ['timeout', 'host', ['ETIMEDOUT']],
  [
    'unreachable',
    'host',
    ['EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EHOSTDOWN', 'EADDRNOTAVAIL'],
  ],
  ['password', 'password', ['28P01', 'ER_ACCESS_DENIED_ERROR']],
  ['user', 'user', ['28000']],
  ['database_missing', 'name', ['3D000', 'ER_BAD_DB_ERROR']],
  ['database_forbidden', 'name', ['ER_DBACCESS_DENIED_ERROR']],
  [
    'no_tables',
    'user',
    ['42501', 'ER_TABLEACCESS_DENIED_ERROR', 'ER_SPECIFIC_ACCESS_DENIED_ERROR'],
  ],
  [
    'read_only',
    'host',
    ['25006', 'ER_OPTION_PREVENTS_STATEMENT', 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION'],
  ],
  ['too_many', 'host', ['53300', 'ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS', '57P03']],
  ['tls_unsupported', 'tls', ['HANDSHAKE_NO_SSL_SUPPORT']],
  [
    'tls_untrusted',
    'tls',
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'HANDSHAKE_SSL_ERROR',
    ],
  ],
  ['driver_missing', 'engine', ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']],
  [
    'file_not_writable',
    'file',
    ['EACCES', 'EPERM', 'EROFS', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_IOERR'],
  ],
  ['file_is_other', 'file', ['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'EISDIR']],
  ['folder_missing', 'file', ['ENOENT', 'ENOTDIR']],
  ['disk_full', 'file', ['SQLITE_FULL', 'ENOSPC']],
  ['busy', 'file', ['SQLITE_BUSY', 'SQLITE_LOCKED']],
];

/** Drivers do not give every error a code. */
const byWords: readonly [pattern: RegExp, kind: string, field: Field][] = [
  [/does not support SSL/i, 'tls_unsupported', 'tls'],
  [/pg_hba\.conf|no encryption/i, 'not_let_in', 'host'],
  [/permission denied for database/i, 'database_forbidden', 'name'],
  [/timeout|timed out/i, 'timeout', 'host'],
  [/directory does not exist/i, 'folder_missing', 'file'],
  [/certificate/i, 'tls_untrusted', 'tls'],
  [/Cannot find (module|package)/i, 'driver_missing', 'engine'],
  [/password authentication failed|no password supplied|password must be/i, 'password', 'password'],
];

/** What an error of a driver means. */
export function problemOf(
  error: unknown,
  config: DatabaseConfig,
  milliseconds: number,
): DatabaseProblem {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  const words = message.replace(/\s+/g, ' ').slice(0, mostWords);
  const values = { ...placeOf(config), milliseconds, words };
  const said = byWords.find(([pattern]) => pattern.test(message));
  if (said) return { kind: said[1], field: said[2], values };
  const known = kinds.find(([, , codes]) =>
    codes.some((one) => code === one || isBelow(code, one)),
  );
  if (known) return { kind: known[0], field: known[1], values };
  return { kind: 'unknown', field: config.engine === 'sqlite' ? 'file' : 'host', values };
}

/** What speaks against a database that was reached, if anything does. */
export function problemWith(
  found: Inspection,
  config: DatabaseConfig,
): DatabaseProblem | undefined {
  const field: Field = config.engine === 'sqlite' ? 'file' : 'name';
  const { product, milliseconds, tables } = found;
  const values = {
    ...placeOf(config),
    product,
    milliseconds,
    tables: tables.slice(0, 3).join(', '),
  };
  if (!found.isSupported) return { kind: 'too_old', field: 'engine', values };
  if (!found.isUnicode) return { kind: 'not_unicode', field: 'name', values };
  if (found.content === 'foreign') return { kind: 'foreign', field, values };
  if (found.content === 'newer') return { kind: 'newer', field, values };
  if (found.isInUse) return { kind: 'in_use', field, values };
  return undefined;
}

/** Where a database is, as people say it. */
export function placeOf(config: DatabaseConfig): Record<string, string | number> {
  const port = config.port || (config.engine === 'postgres' ? 5432 : 3306);
  const { host, name, user, file } = config;
  return {
    host,
    port,
    name,
    user,
    file,
    place: config.engine === 'sqlite' ? file : `${host}:${port}`,
  };
}

/** SQLite's extended codes begin with the plain one: SQLITE_IOERR_WRITE. */
function isBelow(code: string, plain: string): boolean {
  return plain.startsWith('SQLITE_') && code.startsWith(`${plain}_`);
}
