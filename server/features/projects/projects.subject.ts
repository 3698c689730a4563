import { type Host, registerSubject } from '../../core/subjects/index.js';
import { listProjectPeople } from './project-people.queries.js';
import { projectSight } from './project-sight.policy.js';
import { assignedProjectIds, projectFacts, visibleProjects } from './projects.policy.js';
import { type FoundProject, findProject } from './projects.queries.js';

const project: Host<FoundProject> = {
  type: 'project',
  takes: ['file'],
  find: findProject,
  idColumn: 'projects.id',
  visibleIds: (actor, narrowing = {}) => {
    const ids = visibleProjects(actor);
    const { scope = 'all' } = narrowing;
    if (scope === 'assigned') ids.whereIn('projects.id', assignedProjectIds(actor));
    else if (scope !== 'all') ids.whereRaw('1 = 0');
    if (narrowing.projectId !== undefined) ids.where('projects.id', narrowing.projectId);
    return ids.select('projects.id');
  },
  address: (actor, id) => (actor.kind === 'client' ? `/portal/projects/${id}` : `/projects/${id}`),
  title: (found) => found.name,
  projectId: (found) => found.id,
  // A project is nobody's own: who may only reach what is theirs reaches no file of a whole project.
  facts: (actor, found) => ({ ...projectFacts(actor, found), own: false }),
  // Contacts see a project by being on it; what hangs on it carries its own mark.
  isClientVisible: () => true,
  sight: projectSight,
  readers: async (found) => (await listProjectPeople(found.id)).clients,
  followers: async (found) => (await listProjectPeople(found.id)).team.map(({ userId }) => userId),
};

/** Projects as things that others refer to and files hang on. */
export const projectSubject = registerSubject<FoundProject>(project);
