import { day } from '../../core/dates/index.js';
import {
  isOwnPath,
  parseForm,
  type Request,
  type Response,
  redirect,
} from '../../core/http/index.js';
import { themeForm } from './profile.forms.js';
import { changeProfile } from './profile.service.js';

/** Light or dark: kept with the person, and in a cookie so that the sign-in page looks the same. */
export const theme = { update };

async function update(request: Request, response: Response): Promise<void> {
  const { theme: chosen, return_to } = parseForm(themeForm, request.body);
  response.cookie('theme', chosen, {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    secure: request.secure,
    maxAge: 400 * day,
  });
  if (request.visitor) await changeProfile(request.visitor, { theme: chosen });
  redirect(request, response, isOwnPath(return_to) ? return_to : '/');
}
