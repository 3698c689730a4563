import type { UploadLimits } from '../../core/http/index.js';
import { installationSetting } from '../../core/settings/index.js';

/** Files of one form at most. */
const maxFiles = 20;

/** What may be uploaded at present, as the admins have set it. */
export function uploadLimits(): UploadLimits {
  return {
    maxBytes: installationSetting('files.max_bytes'),
    maxFiles,
    extensions: installationSetting('files.allowed_extensions'),
  };
}
