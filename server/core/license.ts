import { createPublicKey, type KeyObject } from 'node:crypto';
import { publicKeyPem } from '../../license/public-key.js';
import { type LicenseClaims, readLicense } from '../../license/verify.js';
import { calendarDate, day, now } from './dates/index.js';
import { installationSetting } from './settings/index.js';

/** Days in which a new installation needs no key. */
export const trialDays = 14;

/**
 * Where the licence stands. Nothing branches on it but pages that show it: a problem with it never
 * hides or blocks anything (PRODUCT 12).
 * - trial, trial_over: no key; `endsOn` is the last day of the trial.
 * - valid; updates_over: the key is good, later versions are not included.
 * - other_domain: the key is good, but for other addresses than this site's.
 * - invalid: what is stored is no key of this product.
 */
export interface LicenseStatus {
  state: 'trial' | 'trial_over' | 'valid' | 'updates_over' | 'other_domain' | 'invalid';
  plan: 'single' | 'lifetime' | 'multi' | null;
  holder: string;
  domains: readonly string[];
  /** Calendar date of the last day, or null where there is none. */
  endsOn: string | null;
}

/** A clock that is a day ahead must not end anything (FAULTS 21, 38). */
const graceMs = day;

let vendorKey: KeyObject | undefined;
let lastRead: { key: string; claims: LicenseClaims | undefined } | undefined;

/** Replaces the vendor's public key (PEM), for tests; without an argument the shipped one comes back. */
export function useVendorKey(pem: string = publicKeyPem): void {
  vendorKey = createPublicKey(pem);
  lastRead = undefined;
}

/** The one value that the licence gives the program. */
export function licenseStatus(): LicenseStatus {
  const key = installationSetting('license.key');
  return key ? examineLicense(key, installationSetting('general.base_url')) : trial();
}

/** What a key says for a site at an address (scheme and host); nothing is asked over the network. */
export function examineLicense(key: string, siteAddress: string): LicenseStatus {
  const claims = read(key);
  if (!claims) return { state: 'invalid', plan: null, holder: '', domains: [], endsOn: null };
  const { plan, holder, domains, updatesUntil: endsOn } = claims;
  const known = { plan, holder, domains, endsOn };
  if (!coversSite(domains, siteAddress)) return { state: 'other_domain', ...known };
  const isOver = endsOn !== null && endsOn < calendarDate(now() - graceMs, 'UTC');
  return { state: isOver ? 'updates_over' : 'valid', ...known };
}

/** Pages that show the status must not pay for a signature each time. */
function read(key: string): LicenseClaims | undefined {
  vendorKey ??= createPublicKey(publicKeyPem);
  if (lastRead?.key !== key) lastRead = { key, claims: readLicense(key, vendorKey) };
  return lastRead.claims;
}

function trial(): LicenseStatus {
  const began = installationSetting('installation.completed_at') || now();
  const ends = began + trialDays * day;
  return {
    state: now() < ends + graceMs ? 'trial' : 'trial_over',
    plan: null,
    holder: '',
    domains: [],
    endsOn: calendarDate(ends, 'UTC'),
  };
}

/** A key for example.com is also good for its subdomains; trying things out at home needs none. */
function coversSite(domains: readonly string[], siteAddress: string): boolean {
  if (!URL.canParse(siteAddress)) return true;
  const host = new URL(siteAddress).hostname.toLowerCase();
  if (['localhost', '127.0.0.1', '[::1]'].includes(host)) return true;
  return domains.some((domain) => {
    const wanted = domain.toLowerCase();
    return host === wanted || host.endsWith(`.${wanted}`);
  });
}
