import { type Actor, holds } from '../../core/permissions/index.js';
import { listLiveliest, presentTopics } from '../discussions/index.js';
import { presentFileList, presentUpload } from '../files/index.js';
import { type KnownPeople, presentPerson } from '../memberships/index.js';
import { listMilestones, presentMilestones, progressOfMilestones } from '../milestones/index.js';
import { type FoundProject, listProgress } from '../projects/index.js';
import { newsFor } from './news.js';
import { presentProject, presentTaskRow } from './portal.presenter.js';
import { listPortalFiles, listPortalTasks } from './portal.queries.js';

const tasksPerPage = 25;
const filesShown = 6;
/** Topics that a client's page of a project names, the liveliest first. */
const topicsShown = 25;

/**
 * Everything a client's page of a project shows; parts that are switched off for this contact are
 * null. At most twelve queries besides those that found the project and the person.
 */
export async function presentProjectPage(actor: Actor, project: FoundProject, page: number) {
  const progress = (await listProgress(actor, [project])).get(project.id);
  const known: KnownPeople = new Map();
  return {
    project: presentProject(actor, project, progress),
    tasks: holds(actor, 'tasks.view')
      ? await tasksPart(actor, project, { page, total: progress?.all ?? 0 })
      : null,
    milestones: await milestonesPart(actor, project),
    files: await filesPart(actor, project, known),
    discussions: holds(actor, 'chat.discussions') ? await discussionsPart(actor, project) : null,
    news: await newsFor(actor, [project.id], known),
  };
}

async function milestonesPart(actor: Actor, project: FoundProject) {
  const rows = await listMilestones(actor, project.id);
  const isCounted = rows.length > 0 && holds(actor, 'tasks.view');
  const progress = isCounted ? await progressOfMilestones(actor, project.id) : new Map();
  return presentMilestones(actor, project, rows, progress);
}

async function tasksPart(
  actor: Actor,
  project: FoundProject,
  { page, total }: { page: number; total: number },
) {
  const pages = Math.max(1, Math.ceil(total / tasksPerPage));
  const wanted = { projectId: project.id, page: Math.min(page, pages), perPage: tasksPerPage };
  const rows = total === 0 ? [] : await listPortalTasks(actor, wanted);
  return {
    rows: rows.map((task) => presentTaskRow(actor, task)),
    page: { page: wanted.page, pages, total, perPage: tasksPerPage },
    base: `/portal/projects/${project.id}`,
  };
}

async function discussionsPart(actor: Actor, project: FoundProject) {
  return {
    topics: presentTopics(actor, await listLiveliest(actor, project.id, topicsShown)),
    newHref: `/portal/projects/${project.id}/discussions/new`,
  };
}

async function filesPart(actor: Actor, project: FoundProject, known: KnownPeople) {
  const canSee = holds(actor, 'files.view');
  const upload = await presentUpload(actor, 'project', project);
  if (!canSee && !upload) return null;
  const wanted = { projectId: project.id, limit: filesShown + 1 };
  const rows = canSee ? await listPortalFiles(actor, wanted) : [];
  for (const { uploaded_by_user_id: id, uploader_name: name, ...uploader } of rows) {
    const { uploader_hue: hue, uploader_photo_key: photo_key } = uploader;
    known.set(id, presentPerson({ id, name, hue, photo_key }));
  }
  return {
    rows: await presentFileList(
      actor,
      rows.slice(0, filesShown),
      () => ({ title: '', isClientVisible: true }),
      known,
    ),
    hasMore: rows.length > filesShown,
    canSee,
    upload,
  };
}
