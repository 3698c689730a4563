/** The pages on people: the team, the clients' contacts and their companies, and how they get in. */
import type { Feature } from '../../core/feature.js';
import { peopleRoutes } from './people.routes.js';

export { canMail } from './arrivals.service.js';
export { effectiveScopes } from './grants.policy.js';
export { differenceInWords, inPlainWords } from './grants.presenter.js';
export { deactivatePerson, reactivatePerson } from './leaving.service.js';
export { addMembers } from './many-members.service.js';
export { listAddress, mostInBulk, readFilter } from './people.filters.js';
export {
  findContact,
  findMember,
  listMemberIds,
  listMembersOf,
  type PersonRow,
} from './people.queries.js';
export { listTeamProjects } from './people-projects.queries.js';
export { listGrantableRoles, scopesOfRoles } from './people-roles.queries.js';
export { type Surroundings, surroundingsOf } from './people-surroundings.queries.js';
export { listTeamChoices } from './people-teams.queries.js';
export {
  isInactive,
  isInvited,
  type ListedPerson,
  personHref,
  presentPeople,
} from './person.presenter.js';
export { renewInvitation } from './person-access.service.js';
export { frameOf, personAddress, personOf } from './person-pages.js';
export { mayChangeAccess, rightsOverPerson } from './person-rights.js';

export const peopleFeature: Feature = {
  name: 'people',
  routes: peopleRoutes,
  navigation: [
    {
      name: 'clients',
      href: '/clients',
      icon: 'building-2',
      label: 'clients.title',
      permission: 'clients.view',
      surface: 'panel',
      place: 'main',
      order: 50,
    },
    {
      name: 'people',
      href: '/users',
      icon: 'users',
      label: 'people.navigation',
      permission: 'users.view',
      surface: 'panel',
      place: 'main',
      order: 60,
    },
  ],
};
