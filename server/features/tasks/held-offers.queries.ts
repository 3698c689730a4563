import type { Actor } from '../../core/permissions/index.js';
import type { Held, Holder, TakerSearch } from '../hand-overs/index.js';
import { type HeldProject, listHeldTasks } from './held-tasks.queries.js';
import { type Giving, listTakerPlaces, listTakers, type TaskTaker } from './task-takers.queries.js';

/** People that are offered unasked; of more, those who are chosen and those a search finds. */
const takersOffered = 60;

/** Somebody's open tasks with whom they can be given to; nine queries, however many there are. */
export async function listHeldWork(
  actor: Actor,
  holder: Holder,
  search: TakerSearch,
): Promise<Held> {
  const held = await listHeldTasks(actor, holder.membershipId);
  const giving = { projectIds: held.movableIds, holderId: holder.membershipId };
  const { takers, ...found } = await listOffered(actor, giving, search);
  const places = await listTakerPlaces(
    actor,
    giving,
    takers.map((taker) => taker.membershipId),
  );
  const byTaker = new Map<number, number>();
  const byProject = new Map<number, number[]>();
  for (const { project_id, membership_id } of places) {
    byTaker.set(membership_id, (byTaker.get(membership_id) ?? 0) + 1);
    byProject.set(project_id, [...(byProject.get(project_id) ?? []), membership_id]);
  }
  return {
    count: held.count,
    places: held.projects.map((project) => ({
      ...placeOf(project),
      takerIds: byProject.get(project.id) ?? [],
    })),
    morePlaces: held.projectsCount - held.projects.length,
    movablePlaces: held.movableIds.length,
    takers: takers.map(({ membershipId, name }) => ({
      membershipId,
      name,
      places: byTaker.get(membershipId) ?? 0,
    })),
    search: found,
  };
}

/** All of them as long as they are few; else whoever is chosen and whoever is looked for. */
async function listOffered(actor: Actor, giving: Giving, { chosenIds, find }: TakerSearch) {
  const nobody: TaskTaker[] = [];
  const none = { takers: nobody, isNeeded: false, found: 0, isFull: false };
  if (giving.projectIds.length === 0) return none;
  const first = await listTakers(actor, giving, { most: takersOffered + 1 });
  if (first.length <= takersOffered) return { ...none, takers: first };
  const chosen = chosenIds.length > 0 ? await listTakers(actor, giving, { of: chosenIds }) : [];
  const hits = find ? await listTakers(actor, giving, { find, most: takersOffered + 1 }) : [];
  const isChosen = new Set(chosen.map((taker) => taker.membershipId));
  const more = hits.slice(0, takersOffered).filter((taker) => !isChosen.has(taker.membershipId));
  return {
    takers: [...chosen, ...more],
    isNeeded: true,
    found: hits.length,
    isFull: hits.length > takersOffered,
  };
}

function placeOf({ id, name, hue, count, tasks, isMovable }: HeldProject) {
  return {
    id,
    name,
    href: `/projects/${id}/list`,
    hue,
    count,
    items: tasks.map((task) => ({ title: task.title, href: `/tasks/${task.id}` })),
    isMovable,
  };
}
