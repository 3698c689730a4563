import { get, post, routes } from '../../core/http/index.js';
import {
  brandDarkLogo,
  brandFavicon,
  brandLogo,
  brandStyles,
  brandTrial,
} from './brand.controller.js';
import { branding, pictures } from './branding.controller.js';
import { email } from './email.controller.js';
import { files } from './files.controller.js';
import { general } from './general.controller.js';
import { integrations } from './integrations.controller.js';
import { license } from './license.controller.js';
import { uploads } from './picture-limits.js';
import { security } from './security.controller.js';
import { components, settings } from './settings.controller.js';

const asset = { surface: 'both', forMachines: true } as const;

export const settingsRoutes = routes([
  get('/brand.css', 'anyone', brandStyles.show, asset),
  get('/brand/logo', 'anyone', brandLogo.show, asset),
  get('/brand/logo-dark', 'anyone', brandDarkLogo.show, asset),
  get('/brand/favicon', 'anyone', brandFavicon.show, asset),
  get('/brand-preview.css', 'settings.branding', brandTrial.show, { forMachines: true }),
  get('/settings', 'signed-in', settings.index),
  get('/settings/general', 'settings.general', general.edit),
  post('/settings/general', 'settings.general', general.update),
  get('/settings/branding', 'settings.branding', branding.edit),
  post('/settings/branding', 'settings.branding', branding.update),
  post('/settings/branding/pictures', 'settings.branding', pictures.update, { uploads }),
  get('/settings/email', 'settings.email', email.edit),
  post('/settings/email', 'settings.email', email.update),
  get('/settings/files', 'settings.security', files.edit),
  post('/settings/files', 'settings.security', files.update),
  get('/settings/security', 'settings.security', security.edit),
  post('/settings/security', 'settings.security', security.update),
  get('/settings/integrations', 'settings.integrations', integrations.edit),
  post('/settings/integrations', 'settings.integrations', integrations.update),
  get('/settings/license', 'settings.license', license.edit),
  post('/settings/license', 'settings.license', license.update),
  get('/settings/interface', 'settings.branding', components.show),
]);
