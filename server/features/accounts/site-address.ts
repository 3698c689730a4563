import { installationSetting } from '../../core/settings/index.js';

/**
 * The full address of one of our pages, for mails and links to copy. It comes from the settings
 * and never from a request: a Host header is typed by whoever sends it (CVE 18). Until somebody
 * has set it, it is this machine's own name, which is wrong for everybody else but harmless.
 */
export function siteAddress(path: string): string {
  return `${installationSetting('general.base_url') || 'http://localhost'}${path}`;
}
