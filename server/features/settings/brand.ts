import { createHash } from 'node:crypto';
import type { Brand } from '../../core/http/index.js';
import { installationSetting, setting, settingsEdition } from '../../core/settings/index.js';
import { brandCss } from '../../core/text/brand-color.js';

/** Pictures of a brand, by the address they are served at. */
export const brandPictures = {
  logo: 'branding.logo',
  'logo-dark': 'branding.logo_dark',
  favicon: 'branding.favicon',
} as const;

export type BrandPicture = keyof typeof brandPictures;

const sheets = new Map<string, { css: string; version: string }>();
const brands = new Map<number, { edition: number; brand: Brand }>();

/**
 * The agency as pages show it. Without a workspace it is the primary one's: sign-in, error pages.
 * Every page asks, so it is put together anew only when a setting has changed.
 */
export function brandFor(workspaceId: number | null): Brand {
  const id = workspaceId ?? primaryWorkspaceId();
  const known = brands.get(id);
  const edition = settingsEdition();
  if (known?.edition === edition) return known.brand;
  const brand = compose(id);
  brands.set(id, { edition, brand });
  return brand;
}

/** The workspace whose brand visitors see who are not signed in. */
export function primaryWorkspaceId(): number {
  return installationSetting('installation.primary_workspace_id');
}

/** The style sheet of a brand colour with the version that stands in its address. */
export function brandSheet(color: string): { css: string; version: string } {
  let sheet = sheets.get(color);
  if (!sheet) {
    if (sheets.size > 200) sheets.clear();
    const css = brandCss(color);
    sheet = { css, version: createHash('sha256').update(css).digest('hex').slice(0, 10) };
    sheets.set(color, sheet);
  }
  return sheet;
}

function compose(id: number): Brand {
  const { version } = brandSheet(setting(id, 'branding.color'));
  const whose = id === primaryWorkspaceId() ? '' : `&w=${id}`;
  const picture = (name: BrandPicture) => {
    const key = setting(id, brandPictures[name]);
    return key ? `/brand/${name}?v=${key.slice(0, 10)}${whose}` : null;
  };
  return {
    workspaceName: setting(id, 'general.name'),
    name: setting(id, 'branding.portal_name') || setting(id, 'general.name'),
    logoUrl: picture('logo'),
    logoDarkUrl: picture('logo-dark'),
    faviconUrl: picture('favicon'),
    cssUrl: `/brand.css?v=${version}${whose}`,
    timezone: setting(id, 'general.timezone'),
    locale: setting(id, 'general.locale'),
    theme: setting(id, 'branding.theme'),
    showsProduct: !setting(id, 'branding.hide_product'),
  };
}
