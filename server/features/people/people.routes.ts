import { del, get, patch, post, routes } from '../../core/http/index.js';
import { accessEnds } from './access-ends.controller.js';
import { awaitedEmails } from './awaited-emails.controller.js';
import { companies } from './companies.controller.js';
import { contactPermissions } from './contact-permissions.controller.js';
import { contacts } from './contacts.controller.js';
import { exceptions } from './exceptions.controller.js';
import { deactivations } from './leaving.controller.js';
import { memberRoles } from './member-roles.controller.js';
import { members } from './members.controller.js';
import { newContacts } from './new-contact.controller.js';
import { newMembers } from './new-member.controller.js';
import { contactsExport, peopleExport } from './people-export.controller.js';
import { handOvers, invitations, passwords, resetLinks } from './person-access.controller.js';
import { profiles } from './profiles.controller.js';
import { oldAddresses } from './redirects.controller.js';
import { secondFactors } from './second-factor.controller.js';
import { teamMembers } from './team-members.controller.js';
import { teams } from './teams.controller.js';

/** What decides who can come in and do what. */
const confirmed = { confirmed: true } as const;

export const peopleRoutes = routes([
  get('/team', 'users.view', oldAddresses.show),
  get('/user-management', 'users.view', oldAddresses.show),

  get('/users', 'users.view', members.index),
  get('/users/new', 'users.create', newMembers.new),
  post('/users', 'users.create', newMembers.create),
  post('/users/export', 'users.view', peopleExport.create),
  get('/users/:userId', 'users.view', profiles.show),
  get('/users/:userId/edit', 'users.edit', members.edit),
  patch('/users/:userId', 'users.edit', members.update),
  del('/users/:userId/email', 'users.edit', awaitedEmails.destroy),
  get('/users/:userId/roles', 'users.edit', memberRoles.edit, confirmed),
  patch('/users/:userId/roles', 'users.edit', memberRoles.update, confirmed),
  get('/users/:userId/ends', 'users.edit', accessEnds.edit, confirmed),
  patch('/users/:userId/ends', 'users.edit', accessEnds.update, confirmed),
  get('/users/:userId/exceptions', 'users.edit', exceptions.edit, confirmed),
  post('/users/:userId/exceptions', 'users.edit', exceptions.create, confirmed),
  del('/users/:userId/exceptions', 'users.edit', exceptions.destroy, confirmed),
  post('/users/:userId/invitation', 'users.create', invitations.create),
  del('/users/:userId/invitation', 'users.create', invitations.destroy),
  post('/users/:userId/reset-link', 'users.edit', resetLinks.create),
  get('/users/:userId/password', 'users.edit', passwords.new, confirmed),
  post('/users/:userId/password', 'users.edit', passwords.create, confirmed),
  get('/users/:userId/second-factor', 'users.edit', secondFactors.new, confirmed),
  post('/users/:userId/second-factor', 'users.edit', secondFactors.create, confirmed),
  get('/users/:userId/hand-over', 'users.view', handOvers.show),
  get('/users/:userId/deactivation', 'users.deactivate', deactivations.new, confirmed),
  post('/users/:userId/deactivation', 'users.deactivate', deactivations.create, confirmed),
  del('/users/:userId/deactivation', 'users.deactivate', deactivations.destroy),

  get('/teams', 'teams.manage', teams.index),
  get('/teams/new', 'teams.manage', teams.new),
  post('/teams', 'teams.manage', teams.create),
  get('/teams/:teamId', 'teams.manage', teams.show),
  get('/teams/:teamId/edit', 'teams.manage', teams.edit),
  patch('/teams/:teamId', 'teams.manage', teams.update),
  del('/teams/:teamId', 'teams.manage', teams.destroy),
  get('/teams/:teamId/members/new', 'teams.manage', teamMembers.new),
  post('/teams/:teamId/members', 'teams.manage', teamMembers.create),
  del('/teams/:teamId/members/:membershipId', 'teams.manage', teamMembers.destroy),

  get('/clients', 'clients.view', contacts.index),
  get('/clients/new', 'clients.create', newContacts.new),
  post('/clients', 'clients.create', newContacts.create),
  post('/clients/export', 'clients.view', contactsExport.create),
  get('/clients/:userId', 'clients.view', profiles.show),
  get('/clients/:userId/edit', 'clients.edit', contacts.edit),
  patch('/clients/:userId', 'clients.edit', contacts.update),
  del('/clients/:userId/email', 'clients.edit', awaitedEmails.destroy),
  get('/clients/:userId/permissions', 'clients.edit', contactPermissions.edit),
  patch('/clients/:userId/permissions', 'clients.edit', contactPermissions.update),
  get('/clients/:userId/roles', 'clients.edit', memberRoles.edit, confirmed),
  patch('/clients/:userId/roles', 'clients.edit', memberRoles.update, confirmed),
  get('/clients/:userId/ends', 'clients.edit', accessEnds.edit, confirmed),
  patch('/clients/:userId/ends', 'clients.edit', accessEnds.update, confirmed),
  post('/clients/:userId/invitation', 'clients.create', invitations.create),
  del('/clients/:userId/invitation', 'clients.create', invitations.destroy),
  post('/clients/:userId/reset-link', 'clients.edit', resetLinks.create),
  get('/clients/:userId/password', 'clients.edit', passwords.new, confirmed),
  post('/clients/:userId/password', 'clients.edit', passwords.create, confirmed),
  get('/clients/:userId/second-factor', 'clients.edit', secondFactors.new, confirmed),
  post('/clients/:userId/second-factor', 'clients.edit', secondFactors.create, confirmed),
  get('/clients/:userId/hand-over', 'clients.view', handOvers.show),
  get('/clients/:userId/deactivation', 'clients.deactivate', deactivations.new, confirmed),
  post('/clients/:userId/deactivation', 'clients.deactivate', deactivations.create, confirmed),
  del('/clients/:userId/deactivation', 'clients.deactivate', deactivations.destroy),

  get('/companies', 'clients.view', companies.index),
  get('/companies/:companyId', 'clients.view', companies.show),
]);
