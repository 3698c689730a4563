import { publishAll } from '../../core/events/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { people } from '../memberships/index.js';
import { listUsersOf } from './project-people.queries.js';
import { projectPersonAdded, projectPersonRemoved } from './projects.events.js';
import { listProjectNames } from './projects.queries.js';
import type { Place } from './team-assignments.queries.js';

/**
 * Tells of everybody who came onto a project or left it, each by name, within the open
 * transaction. Whoever joins a team hears of all its projects at once, not of each.
 */
export async function announcePeople(
  actor: Actor,
  kind: 'added' | 'removed',
  places: readonly Place[],
  isJoining = false,
): Promise<void> {
  if (places.length === 0) return;
  const projects = await listProjectNames(places.map((place) => place.project_id));
  const users = await listUsersOf(places.map((place) => place.membership_id));
  const names = await people([...users.values()]);
  const told = places.map(({ project_id: projectId, membership_id: membershipId }) => {
    const userId = users.get(membershipId) ?? 0;
    const name = projects.get(projectId) ?? '';
    const person = names.get(userId)?.name ?? '';
    return {
      actor,
      subject: { type: 'project', id: projectId },
      projectId,
      visibility: 'internal' as const,
      data: {
        name,
        membershipId,
        userId,
        person,
        ...(isJoining ? { isJoining } : {}),
      },
      audit: {
        name: person,
        subject: { type: 'user', id: userId },
        [kind === 'added' ? 'after' : 'before']: { project: name },
      },
    };
  });
  await publishAll(kind === 'added' ? projectPersonAdded : projectPersonRemoved, told);
}
