import { hashToken } from '../../core/crypto/index.js';
import {
  currentSessionToken,
  id,
  localeOf,
  pageNumber,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import { presentSession, presentSignIn } from './devices.presenter.js';
import { endDevice, endOtherDevices } from './devices.service.js';
import { profileTabs } from './profile.presenter.js';
import { listSessions } from './sessions.queries.js';
import { listSignIns, stillOpen } from './sign-ins.queries.js';

const devicesView = view('profile/sessions');

/** The devices on which somebody is signed in, and when they came. */
export const devices = { index, destroy, destroyOthers };

async function index(request: Request, response: Response): Promise<void> {
  const { userId } = request.actor;
  const locale = localeOf(request);
  const t = translatorFor(locale);
  const current = hashToken(currentSessionToken(request) ?? '');
  const sessions = await listSessions(userId);
  const signIns = await listSignIns(userId, pageNumber(request));
  const format = formatsFor(locale, request.actor.timezone, t);
  const reader = { t, format, open: await stillOpen(userId) };
  render(request, response, devicesView, {
    title: t('accounts.devices.title'),
    current: 'profile',
    pageTabs: profileTabs(t, 'sessions'),
    sessions: sessions.map((row) => presentSession(row, current, t)),
    signIns: { ...signIns, rows: signIns.rows.map((row) => presentSignIn(row, reader)) },
  });
}

async function destroy(request: Request, response: Response): Promise<void> {
  await endDevice(request.actor, id(request, 'sessionId'));
  redirect(request, response, '/profile/sessions', { toast: 'accounts.devices.ended' });
}

async function destroyOthers(request: Request, response: Response): Promise<void> {
  await endOtherDevices(request.actor, currentSessionToken(request));
  redirect(request, response, '/profile/sessions', { toast: 'accounts.devices.all_ended' });
}
