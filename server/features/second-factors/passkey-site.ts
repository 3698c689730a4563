import { installationSetting } from '../../core/settings/index.js';

/** The site to which passkeys belong. */
export interface PasskeySite {
  /** Its name, which a browser takes into each signature. */
  rpId: string;
  origin: string;
}

/**
 * The site as the settings know it, never as a request names it; nothing where browsers allow no
 * passkeys: without an address set, without HTTPS, or with a number in place of a name.
 */
export function passkeySite(): PasskeySite | undefined {
  const address = installationSetting('general.base_url');
  if (!address) return undefined;
  const { protocol, hostname, origin } = new URL(address);
  const isSafe = protocol === 'https:' || hostname === 'localhost';
  const isNumber = /^\[|^[\d.]+$/.test(hostname);
  return isSafe && !isNumber ? { rpId: hostname, origin } : undefined;
}
