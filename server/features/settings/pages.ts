import { localeOf, type Request, type Response, render } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { sectionsFor } from './sections.policy.js';

/** Shows a page of the settings, with the others as tabs above it. */
export function showSettings(
  request: Request,
  response: Response,
  page: string,
  { section, ...data }: { section: string; [name: string]: unknown },
): void {
  const title = sectionTitle(request, section);
  const t = translatorFor(localeOf(request));
  render(request, response, page, {
    title,
    current: 'settings',
    crumbs: [{ label: t('settings.title'), href: '/settings' }, { label: title }],
    sections: sectionsFor(request.actor).map(({ name, href, icon }) => ({
      href,
      icon,
      label: t(`settings.sections.${name}`),
      current: name === section,
    })),
    ...data,
  });
}

/** What a page of the settings is called, in the reader's language. */
export function sectionTitle(request: Request, section: string): string {
  return translatorFor(localeOf(request))(`settings.sections.${section}`);
}
