/** Client companies and their contacts: who sees which, what a company is, what a contact may do. */
import type { Feature } from '../../core/feature.js';
import { clientsRoutes } from './clients.routes.js';

export const clientsFeature: Feature = {
  name: 'clients',
  routes: clientsRoutes,
  tables: ['companies'],
};

export { companyFacts, visibleCompanies } from './companies.policy.js';
export {
  type CompanyDetails,
  type CompanyRow,
  findCompany,
  isCompanyNameTaken,
  listCompanyOptions,
} from './companies.queries.js';
export { addCompany, mayCreateCompany } from './companies.service.js';
export {
  type ContactOverride,
  overridesFor,
  type PresetName,
  presetNames,
  presetOf,
  presets,
  type SwitchName,
  switchesOf,
  switchNames,
} from './contact-switches.policy.js';
export { contactFacts, deletedContacts, visibleContacts } from './contacts.policy.js';
export { type ContactOption, listContactOptions } from './contacts.queries.js';
export { type ClientReach, useClientReach } from './reach.policy.js';
export { readersInWords } from './readers.presenter.js';
export {
  knownBy,
  listReaders,
  noReaders,
  type ReaderRow,
  type Readers,
  readerRows,
  readersFrom,
} from './readers.queries.js';
