import { isMailSetUp } from '../../core/mail/index.js';
import { installationSetting } from '../../core/settings/index.js';

/** Whether a link lets anybody in: admins decide that, and can take it back. */
export function isAllowed(): boolean {
  return installationSetting('security.sign_in_link');
}

/** Whether clients can ask for one: it must be able to arrive. */
export function isOffered(): boolean {
  return isAllowed() && isMailSetUp();
}
