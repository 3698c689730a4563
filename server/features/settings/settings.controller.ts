import { localeOf, type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { interfaceSamples } from './interface.samples.js';
import { sectionsFor } from './sections.policy.js';

const indexPage = view('settings/index');
const interfacePage = view('interface/index');

/** What this person may decide on. */
export const settings = {
  index(request: Request, response: Response): void {
    const t = translatorFor(localeOf(request));
    render(request, response, indexPage, {
      title: t('settings.title'),
      current: 'settings',
      sections: sectionsFor(request.actor),
    });
  },
};

/** Every component with its states, in this installation's colours. */
export const components = {
  show(request: Request, response: Response): void {
    const t = translatorFor(localeOf(request));
    render(request, response, interfacePage, {
      title: t('interface.title'),
      current: 'settings',
      crumbs: [{ label: t('settings.title'), href: '/settings' }, { label: t('interface.title') }],
      sample: interfaceSamples(),
    });
  },
};
