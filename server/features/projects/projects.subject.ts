import { registerSubject } from '../../core/subjects/index.js';
import { visibleProjects } from './projects.policy.js';
import { type FoundProject, findProject } from './projects.queries.js';

/** Projects as things that others refer to; nothing hangs on them directly. */
export const projectSubject = registerSubject<FoundProject>({
  type: 'project',
  find: findProject,
  idColumn: 'projects.id',
  visibleIds: (actor, narrowing = {}) => {
    const ids = visibleProjects(actor).select('projects.id');
    return narrowing.projectId === undefined ? ids : ids.where('projects.id', narrowing.projectId);
  },
  address: (actor, id) => (actor.kind === 'client' ? `/portal/projects/${id}` : `/projects/${id}`),
  title: (project) => project.name,
});
