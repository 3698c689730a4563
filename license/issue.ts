// The vendor's tool: makes the pair of keys once, and a licence key for each sale.
import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type LicenseClaims, mostDomains } from './verify.js';

const usage = `Makes licence keys for Task Session. Run it with tsx.

  npx tsx license/issue.ts keys --private-key FILE
      Makes a new pair: the private half goes into FILE (kept secret, never into the
      repository), the public half is printed for license/public-key.ts.

  npx tsx license/issue.ts key --private-key FILE --plan single|lifetime|multi
      --holder NAME --domain NAME [--domain NAME …] [--until YYYY-MM-DD]
      Prints a licence key. Without --until a single or multi key includes updates for one
      year from today; a lifetime key has no end.
`;

/** What is sold; the rest of the claims follows from the plan and the day. */
export interface Sale {
  plan: LicenseClaims['plan'];
  holder: string;
  domains: readonly string[];
  /** Calendar dates (YYYY-MM-DD). */
  today: string;
  until?: string | undefined;
}

/**
 * The claims of a sale.
 * @throws Error in words for the person who issues, when the plan does not allow it.
 */
export function claimsFor({ plan, holder, domains, today, until }: Sale): LicenseClaims {
  const most = mostDomains[plan];
  if (most === undefined) throw new Error('The plan is single, lifetime or multi');
  if (holder.trim() === '') throw new Error('Say to whom the licence is given: --holder');
  if (domains.length < 1 || domains.length > most) {
    throw new Error(`This plan is for 1 to ${most} domains; ${domains.length} were given`);
  }
  const wrong = domains.find((domain) => !/^([a-z0-9-]+\.)+[a-z0-9-]+$/.test(domain));
  if (wrong !== undefined) throw new Error(`"${wrong}" is no host name in lower case`);
  if (until !== undefined && (plan === 'lifetime' || !/^\d{4}-\d{2}-\d{2}$/.test(until))) {
    throw new Error('--until is a date (YYYY-MM-DD) and only for the plans single and multi');
  }
  const updatesUntil = plan === 'lifetime' ? null : (until ?? yearAfter(today));
  return { id: randomUUID(), plan, holder: holder.trim(), domains, issuedOn: today, updatesUntil };
}

/** Signs claims: `TS1.<claims>.<signature>`, both in base64url. */
export function issueLicense(claims: LicenseClaims, privateKey: KeyObject): string {
  const content = `TS1.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${content}.${sign(null, Buffer.from(content), privateKey).toString('base64url')}`;
}

/** Writes the private half of a new pair into a file for its owner only and returns the public half. */
export function makeKeys(privateKeyFile: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  // wx: an existing private key is never overwritten, or all keys issued with it are worthless.
  writeFileSync(privateKeyFile, pem, { mode: 0o600, flag: 'wx' });
  return String(publicKey.export({ type: 'spki', format: 'pem' }));
}

function yearAfter(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year + 1, month - 1, day)).toISOString().slice(0, 10);
}

function run(): string {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      'private-key': { type: 'string' },
      plan: { type: 'string' },
      holder: { type: 'string' },
      domain: { type: 'string', multiple: true },
      until: { type: 'string' },
    },
  });
  const file = values['private-key'];
  if (!file || !['keys', 'key'].includes(positionals[0] ?? '')) return usage;
  if (positionals[0] === 'keys') return makeKeys(file);
  const claims = claimsFor({
    plan: values.plan as LicenseClaims['plan'],
    holder: values.holder ?? '',
    domains: values.domain ?? [],
    today: new Date().toISOString().slice(0, 10),
    until: values.until,
  });
  return issueLicense(claims, createPrivateKey(readFileSync(file)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.stdout.write(`${run()}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
