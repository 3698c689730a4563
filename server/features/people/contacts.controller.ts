import {
  type FormState,
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { isMailSetUp } from '../../core/mail/index.js';
import { holds } from '../../core/permissions/index.js';
import { listCompanyOptions } from '../clients/index.js';
import { mayChangeUser } from '../memberships/index.js';
import { peopleAreas } from '../roles/index.js';
import { clientLists } from './client-lists.js';
import { filterFields, readFilter } from './people.filters.js';
import { contactForm } from './people.forms.js';
import { listContacts, type PersonRow } from './people.queries.js';
import { type ListSelect, presentPeopleList, secondFactorSelect } from './people-list.presenter.js';
import { surroundingsOf } from './people-surroundings.queries.js';
import { changeDetails } from './person-details.service.js';
import { editablePersonOf, frameOf, savedToast } from './person-pages.js';

const indexView = view('clients/index');
const editView = view('clients/edit');

export const contacts = { index, edit, update };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const filter = { ...readFilter(request), roleId: null, teamId: null, workspaceId: null };
  const page = await listContacts(actor, filter);
  const company: ListSelect = {
    name: 'company',
    label: t('contacts.fields.company'),
    value: filter.companyId,
    all: t('contacts.any_company'),
    options: await listCompanyOptions(actor, filter.companyId),
  };
  const selects = [company, secondFactorSelect(t, filter)];
  const around = await surroundingsOf(actor, page.rows);
  render(request, response, indexView, {
    title: t('clients.title'),
    current: 'clients',
    crumbs: [{ label: t('clients.title') }],
    areas: peopleAreas(t, actor, 'clients'),
    lists: clientLists(t, 'contacts'),
    canAdd: holds(actor, 'clients.create'),
    filterFields: filterFields(filter),
    ...presentPeopleList(actor, '/clients', { filter, page, selects, around }),
  });
}

async function edit(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  const { name, email, phone, job_title, company_id } = person;
  const form = formState({ name, email, phone, job_title, company_id });
  await renderEdit(request, response, person, form);
}

async function update(request: Request, response: Response): Promise<void> {
  const person = await editablePersonOf(request);
  await handleForm(request, response, {
    schema: contactForm,
    save: async (input) => {
      const awaited = await changeDetails(request.actor, person, input);
      const toast = savedToast(input.name, awaited);
      redirect(request, response, `/clients/${person.user_id}`, { toast });
    },
    show: (form) => renderEdit(request, response, person, form),
  });
}

async function renderEdit(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState,
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const options = await listCompanyOptions(actor, person.company_id);
  render(request, response, editView, {
    title: t('people.edit.title', { name: person.name }),
    ...frameOf(request, person, t('shared.edit')),
    form,
    isConfirmed: isMailSetUp() && person.user_status === 'active',
    person: { name: person.name, href: `/clients/${person.user_id}` },
    canChangeEmail: await mayChangeUser(actor, person.user_id, 'edit'),
    companies: [
      { value: '', label: t('contacts.fields.no_company') },
      ...options.map(({ id, name }) => ({ value: id, label: name })),
    ],
  });
}
