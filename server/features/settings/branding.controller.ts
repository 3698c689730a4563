import {
  type FormState,
  formState,
  handleForm,
  localeOf,
  type Request,
  type Response,
  redirect,
  takeUploads,
  view,
} from '../../core/http/index.js';
import { setting } from '../../core/settings/index.js';
import { brandFor } from './brand.js';
import { brandingForm } from './branding.forms.js';
import { presentColor } from './colors.presenter.js';
import { sectionTitle, showSettings } from './pages.js';
import { changePictures } from './pictures.service.js';
import { changeSettings } from './settings.service.js';

const page = view('settings/branding');

/** How the agency looks to its team and its clients. */
export const branding = {
  edit(request: Request, response: Response): void {
    show(request, response, storedValues(request.actor.workspaceId));
  },

  async update(request: Request, response: Response): Promise<void> {
    await handleForm(request, response, {
      schema: brandingForm,
      save: async (input) => {
        // Without script the colour is looked at by a button that saves nothing.
        if (isPreview(request)) return show(request, response, formState({ ...input }));
        await changeSettings(request.actor, {
          page: sectionTitle(request, 'branding'),
          workspace: {
            'branding.color': input.color,
            'branding.theme': input.theme,
            'branding.portal_name': input.portal_name,
            'branding.welcome': input.welcome ?? '',
            'branding.login_text': input.login_text ?? '',
          },
        });
        redirect(request, response, '/settings/branding', { toast: 'settings.saved' });
      },
      show: (form) => show(request, response, form),
    });
  },
};

/** The logos: sent by a form of their own, each kept, replaced or taken away. */
export const pictures = {
  async update(request: Request, response: Response): Promise<void> {
    await handleForm(request, response, {
      schema: brandingForm.pick({}),
      save: async () => {
        await changePictures(request.actor, sectionTitle(request, 'branding'), {
          logo: takeUploads(request, 'logo'),
          'logo-dark': takeUploads(request, 'logo_dark'),
          favicon: takeUploads(request, 'favicon'),
          removed: removed(request),
        });
        redirect(request, response, '/settings/branding', { toast: 'settings.saved' });
      },
      show: ({ errors }) =>
        show(request, response, { ...storedValues(request.actor.workspaceId), errors }),
    });
  },
};

function show(request: Request, response: Response, form: FormState): void {
  const { workspaceId } = request.actor;
  const { logoUrl, logoDarkUrl, faviconUrl } = brandFor(workspaceId);
  showSettings(request, response, page, {
    section: 'branding',
    form,
    color: presentColor(String(form.values.color ?? ''), localeOf(request)),
    name: form.values.portal_name || setting(workspaceId, 'general.name'),
    pictures: [
      { field: 'logo', picture: 'logo', url: logoUrl },
      { field: 'logo_dark', picture: 'logo-dark', url: logoDarkUrl },
      { field: 'favicon', picture: 'favicon', url: faviconUrl },
    ],
  });
}

function storedValues(workspaceId: number): FormState {
  return formState({
    color: setting(workspaceId, 'branding.color'),
    theme: setting(workspaceId, 'branding.theme'),
    portal_name: setting(workspaceId, 'branding.portal_name'),
    welcome: setting(workspaceId, 'branding.welcome'),
    login_text: setting(workspaceId, 'branding.login_text'),
  });
}

function removed(request: Request): string[] {
  const { remove } = request.body as { remove?: string | string[] };
  return [remove ?? []].flat();
}

function isPreview(request: Request): boolean {
  return (request.body as { go?: unknown }).go === 'preview';
}
