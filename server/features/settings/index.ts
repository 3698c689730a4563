// Settings: what owners and admins decide in the browser, and the brand that follows from it.
import type { Feature } from '../../core/feature.js';

export { brandFor, brandSheet } from './brand.js';
export {
  currencyChoices,
  localeChoices,
  timezoneChoices,
  usualTimezone,
} from './choices.js';
export { brandPreviewCss, presentColor } from './colors.presenter.js';
export { type EmailInput, emailForm, emailTestForm } from './email.forms.js';
export { AlreadyFounded, type Founding, foundInstallation } from './founding.service.js';
export { mailPreset, mailPresets } from './mail-presets.js';
export { pictureLimits, storePicture } from './pictures.service.js';

export const settingsFeature: Feature = {
  name: 'settings',
  routes: [],
};
