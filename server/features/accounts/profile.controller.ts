import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  localeOf,
  type Request,
  type Response,
  redirect,
  render,
  type UploadLimits,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { setting } from '../../core/settings/index.js';
import { UploadRefused } from '../../core/storage/index.js';
import { initials } from '../../core/text/index.js';
import { pendingEmail } from './email-change.service.js';
import { photoAddress } from './photos.js';
import { profileForm } from './profile.forms.js';
import { localeOptions, profileTabs, timezoneOptions } from './profile.presenter.js';
import { changePhoto, changeProfile, ownAccount, removePhoto } from './profile.service.js';
import type { UserRow } from './users.queries.js';

const profileView = view('profile/edit');
const megabytes = 10;

export const profile = { edit, update };
export const photo = { update: updatePhoto, destroy: destroyPhoto };

/** What a photo may be when it arrives. */
export function photoLimits(): UploadLimits {
  return {
    maxBytes: megabytes * 1_000_000,
    maxFiles: 1,
    extensions: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif'],
  };
}

async function edit(request: Request, response: Response): Promise<void> {
  const user = await ownAccount(request.actor);
  await show(request, response, { user });
}

async function update(request: Request, response: Response): Promise<void> {
  await handleForm(request, response, {
    schema: profileForm,
    save: async (input) => {
      await changeProfile(request.actor, input);
      redirect(request, response, '/profile', { toast: 'profile.saved' });
    },
    show: async (form) => show(request, response, { user: await ownAccount(request.actor), form }),
  });
}

async function updatePhoto(request: Request, response: Response): Promise<void> {
  const [upload] = request.uploads ?? [];
  try {
    if (!upload) throw new Invalid({ photo: 'profile.photo.none' });
    await changePhoto(request.actor, upload);
    redirect(request, response, '/profile', { toast: 'profile.photo.saved' });
  } catch (error) {
    const problem = asProblem(error);
    const user = await ownAccount(request.actor);
    const t = translatorFor(localeOf(request));
    response.status(422);
    await show(request, response, { user, photoError: t(problem.key, problem.values) });
  }
}

async function destroyPhoto(request: Request, response: Response): Promise<void> {
  await removePhoto(request.actor);
  redirect(request, response, '/profile', { toast: 'profile.photo.removed' });
}

interface Shown {
  user: UserRow;
  form?: FormState;
  photoError?: string;
}

async function show(request: Request, response: Response, shown: Shown): Promise<void> {
  const { user, form, photoError } = shown;
  const { actor } = request;
  const t = translatorFor(localeOf(request));
  render(request, response, profileView, {
    title: t('profile.title'),
    current: 'profile',
    pageTabs: profileTabs(t, 'profile'),
    form: form ?? formState({ ...user, password_hash: null }),
    person: {
      name: user.name,
      initials: initials(user.name),
      hue: user.hue,
      photoUrl: photoAddress(user),
    },
    email: user.email,
    pendingEmail: await pendingEmail(user.id),
    photoError,
    photoLimits: t('profile.photo.limits', { megabytes }),
    photoBytes: megabytes * 1_000_000,
    timezones: timezoneOptions(t, setting(actor.workspaceId, 'general.timezone')),
    locales: localeOptions(t, setting(actor.workspaceId, 'general.locale')),
  });
}

/** The edge to the store: what it refuses becomes a sentence beside the field. */
function asProblem(error: unknown): { key: string; values?: Record<string, unknown> } {
  if (error instanceof UploadRefused) return { key: error.key, values: error.values };
  const message = error instanceof Invalid ? error.fields.photo : undefined;
  if (!message) throw error;
  return typeof message === 'string' ? { key: message } : message;
}
