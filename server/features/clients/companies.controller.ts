import {
  Forbidden,
  type FormState,
  formState,
  handleForm,
  id,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { can } from '../../core/permissions/index.js';
import { companyForm } from './companies.forms.js';
import { companyFacts } from './companies.policy.js';
import { type CompanyRow, findCompany } from './companies.queries.js';
import {
  archiveCompany,
  changeCompany,
  createCompany,
  mayCreateCompany,
} from './companies.service.js';

const newView = view('companies/new');
const editView = view('companies/edit');

export const companies = { new: showNew, create, edit, update };
export const archiving = { create: archive, destroy: restore };

async function showNew(request: Request, response: Response): Promise<void> {
  if (!mayCreateCompany(request.actor)) throw new Forbidden();
  renderNew(request, response, formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  await handleForm(request, response, {
    schema: companyForm,
    save: async (input) => {
      const companyId = await createCompany(actor, input);
      const toast = { key: 'companies.created', values: { name: input.name } };
      redirect(request, response, `/companies/${companyId}`, { toast });
    },
    show: (form) => renderNew(request, response, form),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const company = await findToEdit(request);
  const { name, email, phone, website, address, tax_number, notes } = company;
  const form = formState({ name, email, phone, website, address, tax_number, notes });
  renderEdit(request, response, company, form);
}

async function update(request: Request, response: Response): Promise<void> {
  const company = await findToEdit(request);
  await handleForm(request, response, {
    schema: companyForm,
    save: async (input) => {
      await changeCompany(request.actor, company.id, input);
      const toast = { key: 'companies.saved', values: { name: input.name } };
      redirect(request, response, `/companies/${company.id}`, { toast });
    },
    show: (form) => renderEdit(request, response, company, form),
  });
}

async function archive(request: Request, response: Response): Promise<void> {
  const company = await archiveCompany(request.actor, id(request, 'companyId'), true);
  const page = `/companies/${company.id}`;
  redirect(request, response, page, {
    toast: { key: 'companies.archived', values: { name: company.name } },
    undo: { action: `${page}/archive`, fields: { _method: 'DELETE' } },
  });
}

async function restore(request: Request, response: Response): Promise<void> {
  const company = await archiveCompany(request.actor, id(request, 'companyId'), false);
  const page = `/companies/${company.id}`;
  redirect(request, response, page, {
    toast: { key: 'companies.restored', values: { name: company.name } },
    undo: { action: `${page}/archive`, fields: {} },
  });
}

async function findToEdit(request: Request): Promise<CompanyRow> {
  const company = await findCompany(request.actor, id(request, 'companyId'));
  const facts = await companyFacts(request.actor, company);
  if (!can(request.actor, 'clients.edit', facts)) throw new Forbidden();
  return company;
}

function renderNew(request: Request, response: Response, form: FormState): void {
  const t = translatorFor(request.actor.locale);
  const title = t('companies.new');
  const crumbs = [{ label: t('clients.title'), href: '/clients' }, { label: title }];
  render(request, response, newView, { title, current: 'clients', crumbs, form });
}

function renderEdit(
  request: Request,
  response: Response,
  company: CompanyRow,
  form: FormState,
): void {
  const t = translatorFor(request.actor.locale);
  const href = `/companies/${company.id}`;
  render(request, response, editView, {
    title: t('companies.edit', { name: company.name }),
    current: 'clients',
    crumbs: [
      { label: t('clients.title'), href: '/clients' },
      { label: company.name, href },
      { label: t('shared.edit') },
    ],
    form,
    company: { name: company.name, href },
  });
}
