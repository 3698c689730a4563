import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  Invalid,
  id,
  query,
  type Request,
  type Response,
  redirect,
  render,
  startViewing,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { findRole, isAdmin, type RoleRow } from '../roles/index.js';
import { listStandIns } from './others.queries.js';
import { previewForm } from './viewings.forms.js';
import { presentStandIns } from './viewings.presenter.js';
import { beginPreview } from './viewings.service.js';

const newView = view('viewings/preview');

/** Seeing the product as a holder of a role would, with somebody's projects. */
export const previews = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  await renderNew(request, response, await previewedRole(request), formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const role = await previewedRole(request);
  await handleForm(request, response, {
    schema: previewForm,
    save: async ({ user_id: userId }) => {
      if (userId === null) throw new Invalid({ user_id: 'viewings.preview.choose' });
      const wanted = { roleId: role.id, userId, returnTo: `/roles/${role.id}` };
      startViewing(request, await beginPreview(request.actor, wanted));
      redirect(request, response, '/');
    },
    show: (form) => renderNew(request, response, role, form),
  });
}

/** @throws NotFound, Forbidden for everybody but Admins, and for the role Admin. */
async function previewedRole(request: Request): Promise<RoleRow> {
  const { actor } = request;
  if (!isAdmin(actor)) throw new Forbidden('viewings.errors.only_admins');
  const role = await findRole(actor, id(request, 'roleId'));
  if (role.key === 'admin') throw new Forbidden('viewings.errors.admin_role');
  return role;
}

async function renderNew(
  request: Request,
  response: Response,
  role: RoleRow,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const search = query(request, 'q').trim();
  const found = await listStandIns(actor, role.audience, search);
  render(request, response, newView, {
    title: t('viewings.preview.title', { role: role.name }),
    current: 'people',
    crumbs: [
      { label: t('roles.title'), href: '/roles' },
      { label: role.name, href: `/roles/${role.id}` },
      { label: t('viewings.preview.crumb') },
    ],
    form,
    role: { name: role.name, href: `/roles/${role.id}`, audience: role.audience },
    search,
    ...presentStandIns(t, actor, { role, found, chosen: form.values.user_id }),
  });
}
