import type { Actor, Permission, RecordFacts } from '../../core/permissions/index.js';
import { type CompanyRow, companyFacts, contactFacts, findCompany } from '../clients/index.js';
import { findContact, findMember, type PersonRow, rightsOverPerson } from '../people/index.js';
import { type Answer, type Cause, explain } from './explain.js';
import { hidden, seeing, sought } from './explain-places.js';

/** What somebody can do with a company. */
export async function explainCompany(person: Actor, company: CompanyRow): Promise<Answer[]> {
  const found = await sought(findCompany(person, company.id));
  const facts = await companyFacts(person, company);
  const view = seeing('clients.view', Boolean(found), amongPeople(person, 'clients.view', facts));
  const verbs = ['clients.edit', 'clients.deactivate'] as const;
  if (!found) return [view, ...verbs.map(hidden)];
  return [
    view,
    ...verbs.map((permission) => ({
      ...explain(person, permission, facts),
      causes: amongPeople(person, permission, facts),
    })),
  ];
}

/** What somebody can do with another person, of the team or of a client. */
export async function explainPerson(person: Actor, about: PersonRow): Promise<Answer[]> {
  const isTeam = about.audience === 'team';
  const find = isTeam ? findMember : findContact;
  const found = await sought(find(person, about.user_id));
  const facts = isTeam
    ? { own: false, assigned: false }
    : await contactFacts(person, { membershipId: about.membership_id });
  const area = isTeam ? 'users' : 'clients';
  const view: Permission = `${area}.view`;
  const seen = seeing(view, Boolean(found), amongPeople(person, view, facts));
  const verbs = ['edit', 'deactivate'] as const;
  if (!found) return [seen, ...verbs.map((verb) => hidden(`${area}.${verb}`))];
  const rights = await rightsOverPerson(person, found);
  return [
    seen,
    ...verbs.map((verb): Answer => {
      const permission: Permission = `${area}.${verb}`;
      const allowed = rights[verb];
      const causes = amongPeople(person, permission, facts);
      const isHeld = explain(person, permission, facts).allowed;
      if (allowed || !isHeld) return { permission, allowed, causes };
      const kind = rights.isSelf ? 'self' : 'only-admins';
      return { permission, allowed, causes: [{ permission, kind }] };
    }),
  ];
}

/** What one's projects decide about clients is whom one meets there. */
function amongPeople(person: Actor, permission: Permission, facts: RecordFacts): Cause[] {
  const { causes } = explain(person, permission, facts);
  return causes.map((cause) =>
    cause.kind === 'not-on-project' ? { permission, kind: 'no-shared-project' } : cause,
  );
}
