import { z } from 'zod';

/** One thing the process needs to know before it can start. */
export interface ConfigEntry {
  /** Name of the environment variable. */
  env: string;
  /** Name in the settings file that the installer writes; absent where only the environment counts. */
  key: string;
  schema: z.ZodType;
  allowed: string;
  fallback: string;
  description: string;
}

const port = z.coerce.number().int().min(0).max(65535);
const flag = z.union([z.boolean(), z.enum(['0', '1', 'true', 'false'])]).transform(isOn);
const text = z.string().trim();

/** Every start-up setting, in the order in which the README lists them. */
export const configEntries = [
  entry(
    'HOST',
    'host',
    text.min(1),
    'an address of this machine',
    '0.0.0.0',
    'Address to listen on. Behind a proxy on the same machine use 127.0.0.1.',
  ),
  entry('PORT', 'port', port, '0 to 65535', '3000', 'Port to listen on; 0 takes any free one.'),
  entry(
    'BASE_URL',
    'baseUrl',
    z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
    'an http or https address',
    '',
    'Address of the site as people type it. When empty, the address given in the installer counts.',
  ),
  entry(
    'TRUST_PROXY',
    'trustProxy',
    text,
    'a number of proxies, or a comma-separated list of addresses, or "loopback"',
    'loopback',
    'Proxies whose X-Forwarded-* headers are believed.',
  ),
  entry(
    'GOOGLE_ISSUER',
    'googleIssuer',
    z.url({ protocol: /^https?$/ }),
    'an http or https address',
    'https://accounts.google.com',
    'Who signs people in by Google. Another OpenID provider is for tests and networks of their own.',
  ),
  entry(
    'DATA_DIRECTORY',
    'dataDirectory',
    text.min(1),
    'a writable folder',
    'config/local',
    'Holds the settings file, the secret key and the SQLite database.',
  ),
  entry(
    'UPLOADS_DIRECTORY',
    'uploadsDirectory',
    text.min(1),
    'a writable folder',
    'uploads',
    'Holds what people upload. Never served directly.',
  ),
  entry(
    'DATABASE_ENGINE',
    'database.engine',
    z.enum(['sqlite', 'postgres', 'mysql']),
    'sqlite, postgres or mysql (MariaDB too)',
    'sqlite',
    'Kind of database.',
  ),
  entry(
    'DATABASE_FILE',
    'database.file',
    text,
    'a file name',
    'database.sqlite',
    'SQLite only: file in the data directory, or a full path.',
  ),
  entry(
    'DATABASE_HOST',
    'database.host',
    text,
    'a host name',
    '127.0.0.1',
    'PostgreSQL, MySQL: server.',
  ),
  entry(
    'DATABASE_PORT',
    'database.port',
    port,
    '0 to 65535; 0 means the usual port',
    '0',
    'PostgreSQL, MySQL: port.',
  ),
  entry(
    'DATABASE_NAME',
    'database.name',
    text,
    'a name',
    'tasksession',
    'PostgreSQL, MySQL: database.',
  ),
  entry('DATABASE_USER', 'database.user', text, 'a name', '', 'PostgreSQL, MySQL: user.'),
  entry(
    'DATABASE_PASSWORD',
    'database.password',
    z.string(),
    'text',
    '',
    'PostgreSQL, MySQL: password.',
  ),
  entry(
    'DATABASE_TLS',
    'database.tls',
    flag,
    '0 or 1',
    '0',
    'PostgreSQL, MySQL: encrypt the connection.',
  ),
  entry(
    'DATABASE_POOL',
    'database.pool',
    z.coerce.number().int().min(1).max(200),
    '1 to 200',
    '10',
    'PostgreSQL, MySQL: connections at most.',
  ),
  entry(
    'SECRET_KEY',
    'secretKey',
    z.union([z.literal(''), text.regex(/^[0-9a-f]{64}$/i)]),
    '64 hexadecimal digits',
    '',
    'Key for cookies and for secrets at rest. When empty, the file secret.key in the data directory is used and made if missing.',
  ),
  entry(
    'CHANGES_PER_MINUTE',
    'changesPerMinute',
    z.coerce.number().int().min(10).max(1_000_000),
    '10 to 1000000',
    '300',
    'Changing requests that one address may send in a minute.',
  ),
  entry(
    'LOG_LEVEL',
    'logLevel',
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    'fatal, error, warn, info, debug or silent',
    'info',
    'How much is logged.',
  ),
  entry(
    'COMPRESSION',
    'compression',
    flag,
    '0 or 1',
    '1',
    'Compress pages. Switch off when the proxy does it.',
  ),
  entry(
    'WORKER',
    'worker',
    flag,
    '0 or 1',
    '1',
    'Run background jobs (mail, clean-up) in this process.',
  ),
  entry(
    'DIAGNOSTICS',
    'diagnostics',
    flag,
    '0 or 1',
    '0',
    'Add the number of database queries to each answer (Server-Timing).',
  ),
  entry(
    'NODE_ENV',
    'mode',
    z.enum(['production', 'development', 'test']),
    'production, development or test',
    'production',
    'In development, templates and styles are read anew for each page.',
  ),
] as const satisfies readonly ConfigEntry[];

function entry(
  env: string,
  key: string,
  schema: z.ZodType,
  allowed: string,
  fallback: string,
  description: string,
): ConfigEntry {
  return { env, key, schema, allowed, fallback, description };
}

function isOn(value: boolean | '0' | '1' | 'true' | 'false'): boolean {
  return value === true || value === '1' || value === 'true';
}
