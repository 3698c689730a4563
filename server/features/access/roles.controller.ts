import {
  type FormState,
  formState,
  handleForm,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import {
  type Audience,
  type Permission,
  permissions,
  type Scope,
} from '../../core/permissions/index.js';
import {
  createRole,
  givingScope,
  listHolders,
  listRoles,
  pageOfRoles,
  peopleAreas,
  type RoleRow,
  requireMayEdit,
  type Scopes,
  updateRole,
} from '../roles/index.js';
import { grantsIn, type RoleInput, roleForm } from './access.forms.js';
import { grantField } from './grant-fields.js';
import { rehearse } from './rehearsal.js';
import { renderRehearsal } from './rehearsal-page.js';
import { presentHolders } from './role-holders.js';
import { frameOf, roleOf } from './role-pages.js';
import { rightsOverRole } from './roles.policy.js';
import {
  describe,
  firstName,
  originName,
  presentGrants,
  presentMatrix,
  presentMeaning,
  presentRoles,
  presentStartingPoints,
} from './roles.presenter.js';
import { originOf, type StartingPoint, startingPoint } from './starting-points.js';

const indexView = view('access/index');
const showView = view('access/show');
const startView = view('access/start');
const formView = view('access/form');
/** Names on a role's card; the rest is a number. */
const namesShown = 12;

/** The roles of the workspace, who holds them and what each gives. */
export const roles = { index, show, new: showNew, create, edit, update };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const search = query(request, 'q').trim();
  const page = await pageOfRoles(actor.workspaceId, { search, page: pageNumber(request) });
  const holders = await listHolders(
    page.rows.map((role) => role.id),
    namesShown,
  );
  render(request, response, indexView, {
    title: t('roles.title'),
    current: 'people',
    areas: peopleAreas(t, actor, 'roles'),
    search,
    list: {
      ...page,
      rows: presentRoles(page.rows, holders, t),
      base: search ? `/roles?q=${encodeURIComponent(search)}` : '/roles',
    },
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const { role, scopes } = await roleOf(request);
  const origin = await originOf(role);
  render(request, response, showView, {
    title: role.name,
    ...frameOf(request, role),
    role: {
      id: role.id,
      name: role.name,
      description: describe(role, t),
      audience: t(`roles.audiences.${role.audience}`),
      isBuiltIn: role.key !== null,
      origin: role.key ? '' : originName(origin, t),
    },
    grants: presentGrants(role.audience, { scopes, base: origin?.scopes }, t),
    meaning: presentMeaning(role.audience, scopes, t),
    holders: await presentHolders(actor, role),
    can: await rightsOverRole(actor, role, scopes, origin?.scopes),
  });
}

async function showNew(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const from = query(request, 'from');
  if (!from) {
    render(request, response, startView, {
      title: t('access.new.title'),
      ...frameOf(request, undefined, t('access.new.title')),
      points: presentStartingPoints(await listRoles(actor.workspaceId), t),
    });
    return;
  }
  const point = await startingPoint(actor, from);
  const form = formState({ from, name: firstName(point, t), description: '' });
  await renderNew(request, response, point, { form, scopes: point.scopes });
}

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const { from } = request.body as { from?: unknown };
  const point = await startingPoint(actor, typeof from === 'string' ? from : '');
  await handleForm(request, response, {
    schema: roleForm,
    save: async (input) => {
      const scopes = grantsIn(input, point.audience, point.scopes);
      const { name, description } = input;
      const { audience, origin } = point;
      const roleId = await createRole(actor, { name, description, scopes, audience, origin });
      const toast = { key: 'access.new.saved', values: { name } };
      redirect(request, response, `/roles/${roleId}`, { toast });
    },
    show: (form) =>
      renderNew(request, response, point, { form, scopes: typedScopes(form, point.scopes) }),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const { role, scopes } = await roleOf(request);
  await requireMayEdit(request.actor, role);
  const { name, description, updated_at } = role;
  const form = formState({ name, description, seen_at: updated_at });
  await renderEdit(request, response, role, { form, scopes });
}

async function update(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const { role, scopes: before } = await roleOf(request);
  await requireMayEdit(actor, role);
  await handleForm(request, response, {
    schema: roleForm,
    save: async (input) => {
      const scopes = grantsIn(input, role.audience, before);
      const change = { roleId: role.id, audience: role.audience, scopes };
      const rehearsal = input.step === 'review' ? await rehearse(change) : undefined;
      if (rehearsal && rehearsal.groups.length > 0) {
        return renderRehearsal(request, response, {
          role,
          rehearsal,
          kind: 'edit',
          fields: sentFields(input),
        });
      }
      const { name, description, seen_at } = input;
      await updateRole(actor, role.id, { name, description, scopes, seenAt: seen_at });
      const toast = { key: 'access.edit.saved', values: { name } };
      redirect(request, response, `/roles/${role.id}`, { toast });
    },
    show: (form) =>
      renderEdit(request, response, role, { form, scopes: typedScopes(form, before) }),
  });
}

/** What was sent, to be sent again once it was looked over. */
function sentFields({ name, description, seen_at, ...rest }: RoleInput): [string, string][] {
  const grants = permissions.flatMap((permission) => {
    const scope = rest[grantField(permission)];
    return isScope(scope) ? [[grantField(permission), scope] as [string, string]] : [];
  });
  return [
    ['name', name],
    ['description', description ?? ''],
    ['seen_at', String(seen_at)],
    ...grants,
  ];
}

interface Shown {
  form: FormState;
  scopes: Scopes;
}

async function renderNew(
  request: Request,
  response: Response,
  point: StartingPoint,
  { form, scopes }: Shown,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const { audience } = point;
  render(request, response, formView, {
    title: t('access.new.title'),
    ...frameOf(request, undefined, t('access.new.title')),
    form,
    isNew: true,
    isCut: point.isCut,
    audience: t(`roles.audiences.${audience}`),
    origin: firstOrigin(point, t),
    matrix: presentMatrix(
      { audience, scopes, base: baseOf(point), reach: reachOf(request, audience) },
      t,
    ),
    meaning: presentMeaning(audience, scopes, t),
    action: '/roles',
    cancelHref: '/roles',
  });
}

async function renderEdit(
  request: Request,
  response: Response,
  role: RoleRow,
  { form, scopes }: Shown,
): Promise<void> {
  const t = translatorFor(request.actor.locale);
  const { audience } = role;
  const origin = await originOf(role);
  render(request, response, formView, {
    title: t('access.edit.title', { name: role.name }),
    ...frameOf(request, role, t('shared.edit')),
    form,
    isNew: false,
    isBuiltIn: role.key !== null,
    audience: t(`roles.audiences.${audience}`),
    origin: originName(origin, t),
    matrix: presentMatrix(
      { audience, scopes, base: origin?.scopes, reach: reachOf(request, audience) },
      t,
    ),
    meaning: presentMeaning(audience, scopes, t),
    action: `/roles/${role.id}`,
    cancelHref: `/roles/${role.id}`,
  });
}

function reachOf({ actor }: Request, audience: Audience) {
  return (permission: Permission) => givingScope(actor, audience, permission);
}

function firstOrigin(point: StartingPoint, t: ReturnType<typeof translatorFor>): string {
  if (point.role) return point.role.name;
  return point.origin.key ? firstName(point, t) : '';
}

/** Nothing is marked in a role that came from nothing. */
function baseOf(point: StartingPoint): Scopes | undefined {
  return point.role || point.origin.key ? point.scopes : undefined;
}

/** The matrix as it was sent, also where it cannot be saved. */
function typedScopes({ values }: FormState, base: Scopes): Scopes {
  const sent = permissions.flatMap((permission) => {
    const scope = values[grantField(permission)];
    return isScope(scope) ? [[permission, scope] as const] : [];
  });
  return new Map([...base, ...sent]);
}

function isScope(value: unknown): value is Scope {
  return value === 'none' || value === 'own' || value === 'assigned' || value === 'all';
}
