import { type Translate, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { type PersonRow, presentPeople, surroundingsOf } from '../people/index.js';
import { countOpenTasksByMember } from '../tasks/index.js';
import { type Candidate, idsOf, type Plan } from './candidates.js';

/** What is worth saying beside somebody instead of their roles. */
export type Note = (person: PersonRow) => string | undefined;

/** Who goes along with a change and who does not, for a page. */
export async function presentPlan(actor: Actor, plan: Plan, noteOf?: Note) {
  const t = translatorFor(actor.locale);
  return {
    going: await presentGoing(actor, plan.going, noteOf),
    staying: presentStaying(t, plan),
  };
}

/** What to say beside those who have open tasks, of those that the actor sees; one query. */
export async function openTasksNote(actor: Actor, { going }: Plan) {
  const t = translatorFor(actor.locale);
  const counts = await countOpenTasksByMember(actor, idsOf(going));
  const noteOf: Note = (person) => {
    const count = counts.get(person.membership_id);
    return count === undefined ? undefined : t('bulk_changes.open_tasks', { count });
  };
  return { total: [...counts.values()].reduce((sum, count) => sum + count, 0), noteOf };
}

/** People as rows that name them, with their roles or whatever is worth saying instead. */
async function presentGoing(actor: Actor, going: readonly Candidate[], noteOf?: Note) {
  const t = translatorFor(actor.locale);
  const people = going.map(({ person }) => person);
  const shown = presentPeople(t, people, await surroundingsOf(actor, people));
  return shown.map((listed, at) => ({
    href: listed.href,
    person: listed.portrait,
    title: listed.name,
    note: noteOf?.(people[at] as PersonRow) ?? listed.roles,
    badge: listed.status,
    membershipId: people[at]?.membership_id,
  }));
}

function presentStaying(t: Translate, plan: Plan) {
  return plan.staying.map(({ candidate, obstacle }) => ({
    icon: 'minus',
    title: candidate.person.name,
    note: t(`bulk_changes.obstacles.${obstacle}`),
  }));
}
