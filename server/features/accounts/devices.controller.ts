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
import { translatorFor } from '../../core/locale/index.js';
import { presentSession, presentSignIn } from './devices.presenter.js';
import { endDevice, endOtherDevices } from './devices.service.js';
import { profileTabs } from './profile.presenter.js';
import { listSessions } from './sessions.queries.js';
import { listSignIns } from './sign-ins.queries.js';

const devicesView = view('profile/sessions');

/** The devices on which somebody is signed in, and when they came. */
export const devices = { index, destroy, destroyOthers };

async function index(request: Request, response: Response): Promise<void> {
  const { userId } = request.actor;
  const t = translatorFor(localeOf(request));
  const current = hashToken(currentSessionToken(request) ?? '');
  const sessions = await listSessions(userId);
  const signIns = await listSignIns(userId, pageNumber(request));
  render(request, response, devicesView, {
    title: t('accounts.devices.title'),
    current: 'profile',
    pageTabs: profileTabs(t, 'sessions'),
    sessions: sessions.map((row) => presentSession(row, current, t)),
    signIns: { ...signIns, rows: signIns.rows.map((row) => presentSignIn(row, t)) },
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
