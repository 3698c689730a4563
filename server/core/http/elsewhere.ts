import { translatorFor } from '../locale/index.js';
import { localeOf, workspaceName } from './context.js';
import { formToken, tokenFor } from './csrf.js';
import { Forbidden, type FromOtherWorkspace, NotFound } from './errors.js';
import { render } from './render.js';
import { view } from './templates.js';
import { type Request, type Response, wantsJson } from './types.js';

/** Where something is that is not in the workspace in which its reader looks for it. */
export interface Whereabouts {
  workspaceId: number;
  /** Its page there, for this reader. */
  path: string;
}

const recordPage = view('errors/in_workspace');
const formPage = view('errors/other_workspace');
/** What is never written into a page, not even to send it once more. */
const hidden = /password|secret|code|_csrf/;
let whereabouts: (request: Request) => Promise<Whereabouts | undefined> = async () => undefined;

/** Gives core the rooms' way to look for a record in the reader's other workspaces. */
export function useWhereabouts(find: typeof whereabouts): void {
  whereabouts = find;
}

/** Whether what was refused may be there for this reader in another workspace of theirs. */
export function mayBeElsewhere(error: unknown, request: Request): boolean {
  if (!(error instanceof NotFound || error instanceof Forbidden)) return false;
  if (request.method !== 'GET' || request.viewing || wantsJson(request)) return false;
  return (request.visitor?.workspaceIds.length ?? 0) > 1;
}

/** Says that a record is in another workspace of the reader, with a button that leads there; says false when it is not. */
export async function answerElsewhere(request: Request, response: Response): Promise<boolean> {
  const found = await whereabouts(request);
  if (!found) return false;
  const t = translatorFor(localeOf(request));
  const name = workspaceName(found.workspaceId);
  response.status(404);
  render(request, response, recordPage, {
    title: t('errors.in_workspace.title', { name }),
    name,
    current: workspaceName(request.actor.workspaceId),
    ...found,
  });
  return true;
}

/** What a script is told whose page belongs to another workspace. */
export function strayText(request: Request, error: FromOtherWorkspace): string {
  const names = namesFor(request, error);
  const t = translatorFor(localeOf(request));
  return t(`errors.other_workspace.${names.origin ? 'script' : 'closed'}`, names);
}

/**
 * Says that a form belongs to another workspace, with everything that was typed: one button goes
 * back there and sends it. Files and passwords have to be given again.
 */
export function answerStrayForm(
  request: Request,
  response: Response,
  error: FromOtherWorkspace,
): void {
  const t = translatorFor(localeOf(request));
  const names = namesFor(request, error);
  const key = names.origin ? 'title' : 'closed_title';
  response.status(error.status);
  render(request, response, formPage, {
    title: t(`errors.other_workspace.${key}`, names),
    ...names,
    workspaceId: error.workspaceId,
    fields: names.origin ? fieldsToSend(request) : null,
    action: `/current-workspace/${error.workspaceId}/form?to=${encodeURIComponent(request.originalUrl)}`,
    token: tokenFor(formToken(request, response), error.workspaceId),
  });
}

/** A workspace that the sender cannot enter any more has no name for them. */
function namesFor(request: Request, { workspaceId }: FromOtherWorkspace) {
  const isTheirs = request.actor.workspaceIds.includes(workspaceId);
  return {
    origin: isTheirs ? workspaceName(workspaceId) : '',
    current: workspaceName(request.actor.workspaceId),
  };
}

function fieldsToSend(request: Request): [name: string, value: string][] | null {
  if (request.uploads) return null;
  const fields = Object.entries(request.body as Record<string, string | string[]>);
  const isWhole = fields.every(([name, value]) => !hidden.test(name) || name === '_csrf' || !value);
  if (!isWhole) return null;
  return fields
    .filter(([name]) => !hidden.test(name))
    .flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
}
