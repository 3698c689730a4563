import {
  id,
  pageNumber,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { pageOfFiles, presentFileList, presentUpload } from '../files/index.js';
import {
  findProject,
  listProgress,
  listProjectPeople,
  presentCrumbs,
  presentHead,
} from '../projects/index.js';
import { taskTitles } from '../tasks/index.js';

const indexView = view('overview/files');

export const projectFiles = { index };

/** All files of a project in one list: its own, and those on the tasks the person may see. */
async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const project = await findProject(actor, id(request, 'projectId'));
  const page = await pageOfFiles(actor, { projectId: project.id, page: pageNumber(request) });
  const onTasks = page.rows.filter((row) => row.subject_type === 'task');
  const titles = await taskTitles(
    actor,
    onTasks.map((row) => row.subject_id),
  );
  const title = translatorFor(actor.locale)('files.title');
  render(request, response, indexView, {
    title: `${title}: ${project.name}`,
    current: 'projects',
    crumbs: presentCrumbs(actor, project, title),
    head: presentHead(actor, project, {
      current: 'files',
      team: (await listProjectPeople(project.id)).team,
      progress: (await listProgress(actor, [project])).get(project.id),
    }),
    files: await presentFileList(actor, page.rows, ({ subject_type, subject_id }) => {
      if (subject_type === 'project') return { title: '', isClientVisible: true };
      return titles.get(subject_id) ?? { title: '', isClientVisible: false };
    }),
    page,
    base: `/projects/${project.id}/files`,
    upload: await presentUpload(actor, 'project', project),
  });
}
