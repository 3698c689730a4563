// Settings: what owners and admins decide in the browser, and the brand that follows from it.
import type { Feature } from '../../core/feature.js';
import { sections } from './sections.policy.js';
import { settingsRoutes } from './settings.routes.js';

export { brandFor, brandSheet } from './brand.js';
export {
  currencyChoices,
  localeChoices,
  timezoneChoices,
  usualTimezone,
} from './choices.js';
export { brandPreviewCss, presentColor } from './colors.presenter.js';
export { type EmailInput, emailForm, emailTestForm } from './email.forms.js';
export { fieldOfMailProblem } from './email.presenter.js';
export {
  AlreadyFounded,
  type Founding,
  foundInstallation,
  furnishWorkspace,
} from './founding.service.js';
export { organisationFields, siteAddressField } from './general.forms.js';
export { licenseNotice } from './license-notice.js';
export { mailPreset, mailPresets } from './mail-presets.js';
export { showSettings } from './pages.js';
export { uploads as pictureUploads } from './picture-limits.js';
export { drawPicture, storePicture } from './pictures.service.js';

export const settingsFeature: Feature = {
  name: 'settings',
  routes: settingsRoutes,
  navigation: [
    {
      href: '/settings',
      icon: 'settings',
      label: 'settings.title',
      name: 'settings',
      permission: sections.map(({ permission }) => permission),
      surface: 'panel',
      place: 'foot',
      order: 10,
    },
  ],
};
