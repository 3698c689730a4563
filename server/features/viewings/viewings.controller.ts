import {
  Forbidden,
  formState,
  parseForm,
  type Request,
  type Response,
  redirect,
  render,
  returnPath,
  startViewing,
  stopViewing,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { frameOf, type PersonRow, personHref, personOf } from '../people/index.js';
import { isAdmin } from '../roles/index.js';
import { viewingForm } from './viewings.forms.js';
import { beginViewing } from './viewings.service.js';

const newView = view('viewings/new');

/** Seeing the product as somebody else does, and as oneself again. */
export const viewings = { new: showNew, create, destroy };

/** Also where the button leads whose password had to be asked for first. */
async function showNew(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  if (!isAdmin(actor)) throw new Forbidden('viewings.errors.only_admins');
  const person = await personOf(request);
  const t = translatorFor(actor.locale);
  render(request, response, newView, {
    title: t('viewings.new.title', { name: person.name }),
    ...frameOf(request, person, t('viewings.open')),
    form: formState(),
    person: { name: person.name, href: personHref(person), kind: person.audience },
  });
}

async function create(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  const { project_id } = parseForm(viewingForm, request.body);
  const returnTo = returnPath(request, personHref(person));
  startViewing(request, await beginViewing(request.actor, { userId: person.user_id, returnTo }));
  redirect(request, response, firstPage(person, project_id));
}

/** Pressed a second time in another tab, it finds nothing to end and leads home. */
async function destroy(request: Request, response: Response): Promise<void> {
  const { viewing, actor } = request;
  if (viewing) await stopViewing(request, actor, 'button');
  redirect(request, response, viewing?.returnTo ?? '/');
}

function firstPage({ audience }: PersonRow, projectId: number | null): string {
  if (projectId === null) return '/';
  return audience === 'client' ? `/portal/projects/${projectId}` : `/projects/${projectId}`;
}
