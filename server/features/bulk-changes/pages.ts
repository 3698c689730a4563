import { type Request, returnPath } from '../../core/http/index.js';
import { type Translate, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import {
  listAddress,
  mostInBulk,
  type PersonRow,
  presentPeople,
  readFilter,
  surroundingsOf,
} from '../people/index.js';
import { countOpenTasksByMember } from '../tasks/index.js';
import type { Candidate, Plan } from './candidates.js';

/** What frames every page of a change to many. */
export function frameOf(request: Request, label: string) {
  const t = translatorFor(request.actor.locale);
  return {
    title: label,
    current: 'people',
    crumbs: [{ label: t('people.title'), href: '/users' }, { label }],
    most: mostInBulk,
    backHref: backOf(request),
  };
}

/** The list that a change began from: what the form says, or the filter in the address. */
export function backOf(request: Request): string {
  const fromList = listAddress('/users', { ...readFilter(request), companyId: null });
  return returnPath(request, fromList);
}

/** People as rows that name them, with their roles and whatever is worth saying besides. */
export async function presentChosen(
  actor: Actor,
  candidates: readonly Candidate[],
  noteOf: (person: PersonRow) => string | undefined = () => undefined,
) {
  const t = translatorFor(actor.locale);
  const people = candidates.map(({ person }) => person);
  const shown = presentPeople(t, people, await surroundingsOf(actor, people));
  return shown.map((listed, at) => ({
    href: listed.href,
    person: listed.portrait,
    title: listed.name,
    note: noteOf(people[at] as PersonRow) ?? listed.roles,
    badge: listed.status,
    membershipId: people[at]?.membership_id,
  }));
}

/** Who goes along with a change and who does not, for a page. */
export async function presentPlan(
  actor: Actor,
  plan: Plan,
  noteOf?: (person: PersonRow) => string | undefined,
) {
  const t = translatorFor(actor.locale);
  return {
    going: await presentChosen(actor, plan.going, noteOf),
    staying: presentStaying(t, plan),
  };
}

/** What to say beside those who have open tasks, of those that the actor sees; one query. */
export async function openTasksNote(actor: Actor, { going }: Plan) {
  const t = translatorFor(actor.locale);
  const ids = going.map(({ person }) => person.membership_id);
  const counts = await countOpenTasksByMember(actor, ids);
  return {
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    noteOf: (person: PersonRow) => {
      const count = counts.get(person.membership_id);
      return count === undefined ? undefined : t('bulk_changes.open_tasks', { count });
    },
  };
}

function presentStaying(t: Translate, plan: Plan) {
  return plan.staying.map(({ candidate, obstacle }) => ({
    icon: 'minus',
    title: candidate.person.name,
    note: t(`bulk_changes.obstacles.${obstacle}`),
  }));
}
