/** Everything between a socket and a controller. The only place that knows Express. */
export { createApplication } from './application.js';
export {
  type Brand,
  localeOf,
  type NavigationEntry,
  type Notice,
  siteAssets,
  templateContext,
  useChrome,
  workspaceName,
} from './context.js';
export { clearCookie, readSignedCookie, setSignedCookie } from './cookies.js';
export { useWhereabouts, type Whereabouts } from './elsewhere.js';
export {
  BadRequest,
  Conflict,
  Forbidden,
  HttpError,
  Invalid,
  type Message,
  NotFound,
  TooMany,
  Unavailable,
} from './errors.js';
export { type Flash, isOwnPath, redirect, returnPath } from './flash.js';
export { type FormState, formState, handleForm, parseForm } from './forms.js';
export {
  confirmationGate,
  isSecondFactorOverdue,
  passwordGate,
  secondFactorGate,
} from './guard.js';
export {
  actorFor,
  type IdentityPort,
  identity,
  type StoredSession,
  useIdentity,
} from './identity.js';
export { renderForStrangers } from './kept-pages.js';
export { log, openLog } from './logging.js';
export { checkRoutes, RouteError } from './mount.js';
export {
  observePages,
  type PageData,
  type RenderedPage,
  render,
} from './render.js';
export {
  type Access,
  del,
  get,
  type Method,
  patch,
  post,
  type Route,
  type RouteOptions,
  routes,
  type Surface,
  type UploadLimits,
} from './routes.js';
export { type SessionLimits, useSessionLimits } from './session-store.js';
export { currentSessionToken, endSession, moveSession, startSession } from './sessions.js';
export { checkViews, escapeHtml, ViewError, view } from './templates.js';
export { hiddenFields, stepOf, typedFields } from './typed-fields.js';
export {
  addressOf,
  type Handler,
  type MemberState,
  type Next,
  type Request,
  type Response,
  type SessionPerson,
  type UploadedFile,
  userAgentOf,
  wantsJson,
} from './types.js';
export { takeUploads } from './uploads.js';
export {
  presentActor,
  type StoredViewing,
  startViewing,
  stopViewing,
  useViewings,
  type Viewing,
  type ViewingEnd,
  type ViewingPort,
} from './viewing.js';

import type { Request } from './types.js';

/** The id in a path, already known to be a whole number. */
export function id(request: Request, name: string): number {
  return Number(request.params[name]);
}

/** One value of the query string; '' when it is missing or not one text. */
export function query(request: Request, name: string): string {
  const value = request.query[name];
  return typeof value === 'string' ? value.slice(0, 500) : '';
}

/** The id of a record as an address or a field writes it; undefined for any other text. */
export function idIn(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** The number of the page that is asked for; 1 when it is missing or nonsense. */
export function pageNumber(request: Request): number {
  const page = Number(query(request, 'page'));
  return Number.isInteger(page) && page > 0 ? Math.min(page, 1_000_000) : 1;
}
