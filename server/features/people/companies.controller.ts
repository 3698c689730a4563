import {
  id,
  pageNumber,
  query,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { can, holds } from '../../core/permissions/index.js';
import { companyFacts, findCompany, mayCreateCompany } from '../clients/index.js';
import { peopleAreas } from '../roles/index.js';
import { clientLists } from './client-lists.js';
import { presentCompany, presentCompanyList } from './companies.presenter.js';
import { type CompanyFilter, countContactsByCompany, listCompanies } from './companies.queries.js';
import { listCompanyContacts } from './people.queries.js';
import { countProjectsByCompany, listCompanyProjects } from './people-projects.queries.js';
import { surroundingsOf } from './people-surroundings.queries.js';
import { presentPeople } from './person.presenter.js';
import { presentProject } from './profile.presenter.js';

const indexView = view('companies/index');
const showView = view('companies/show');

export const companies = { index, show };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const filter = readFilter(request);
  const page = await listCompanies(actor, filter);
  const ids = page.rows.map((company) => company.id);
  render(request, response, indexView, {
    title: t('companies.title'),
    current: 'clients',
    crumbs: [{ label: t('clients.title'), href: '/clients' }, { label: t('companies.title') }],
    areas: peopleAreas(t, actor, 'clients'),
    lists: clientLists(t, 'companies'),
    canAdd: mayCreateCompany(actor),
    ...presentCompanyList(actor, {
      filter,
      page,
      contacts: await countContactsByCompany(actor, ids),
      projects: await countProjectsByCompany(actor, ids),
    }),
  });
}

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const company = await findCompany(actor, id(request, 'companyId'));
  const facts = await companyFacts(actor, company);
  const contacts = await listCompanyContacts(actor, company.id);
  const projects = await listCompanyProjects(actor, company.id);
  render(request, response, showView, {
    title: company.name,
    current: 'clients',
    crumbs: [{ label: t('clients.title'), href: '/clients' }, { label: company.name }],
    company: presentCompany(company),
    contacts: presentPeople(t, contacts, await surroundingsOf(actor, contacts)),
    projects: projects.map((project) => presentProject(t, project)),
    can: {
      edit: can(actor, 'clients.edit', facts),
      archive: can(actor, 'clients.deactivate', facts),
      addContact: holds(actor, 'clients.create') && company.archived_at === null,
      addProject: holds(actor, 'projects.create') && company.archived_at === null,
    },
    addContactHref: `/clients/new?company=${company.id}`,
  });
}

function readFilter(request: Request): CompanyFilter {
  return {
    search: query(request, 'q').trim().slice(0, 200),
    isArchived: query(request, 'status') === 'archived',
    isDescending: query(request, 'sort') === '-name',
    page: pageNumber(request),
  };
}
