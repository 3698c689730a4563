import { NotFound, query, type Request, type Response } from '../../core/http/index.js';
import { setting } from '../../core/settings/index.js';
import { type BrandPicture, brandSheet, primaryWorkspaceId } from './brand.js';
import { brandPreviewCss } from './colors.presenter.js';
import { openPicture } from './pictures.service.js';

const aYear = 'public, max-age=31536000, immutable';

/** The style sheet that turns the product into the agency's colour. */
export const brandStyles = {
  show(request: Request, response: Response): void {
    const { css, version } = brandSheet(setting(workspaceOf(request), 'branding.color'));
    // An address with an older version shows today's colour, but nobody may keep it for that.
    send(response, css, query(request, 'v') === version ? aYear : 'no-cache');
  },
};

/** A colour that is only being tried. */
export const brandTrial = {
  show(request: Request, response: Response): void {
    const css = brandPreviewCss(query(request, 'color'));
    if (css === undefined) throw new NotFound();
    send(response, css, 'private, max-age=3600');
  },
};

export const brandLogo = { show: shows('logo') };
export const brandDarkLogo = { show: shows('logo-dark') };
export const brandFavicon = { show: shows('favicon') };

function shows(picture: BrandPicture) {
  return async (request: Request, response: Response): Promise<void> => {
    const found = await openPicture(workspaceOf(request), picture);
    if (!found) throw new NotFound();
    const isCurrent = found.key.startsWith(query(request, 'v') || '-');
    response.setHeader('Content-Type', 'image/png');
    response.setHeader('Content-Length', found.sizeBytes);
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('Cache-Control', isCurrent ? aYear : 'no-cache');
    if (request.method === 'HEAD') response.end();
    else found.stream.pipe(response);
  };
}

/** A brand is public, so its workspace may stand in the address; without one it is the primary's. */
function workspaceOf(request: Request): number {
  const wanted = query(request, 'w');
  return /^[1-9]\d{0,8}$/.test(wanted) ? Number(wanted) : primaryWorkspaceId();
}

function send(response: Response, css: string, caching: string): void {
  response.setHeader('Content-Type', 'text/css; charset=utf-8');
  response.setHeader('Cache-Control', caching);
  response.end(css);
}
