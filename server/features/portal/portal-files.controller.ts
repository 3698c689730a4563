import {
  NotFound,
  pageNumber,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { type FilePlace, type FileRow, pageOfFiles, presentFileList } from '../files/index.js';
import { taskTitles } from '../tasks/index.js';
import { projectNames } from './portal.queries.js';

const indexView = view('portal/files');

export const portalFiles = { index };

async function index(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  if (!holds(actor, 'projects.view')) throw new NotFound();
  const page = await pageOfFiles(actor, { page: pageNumber(request) });
  render(request, response, indexView, {
    title: translatorFor(actor.locale)('portal.nav.files'),
    current: 'files',
    files: await presentFileList(actor, page.rows, await places(actor, page.rows)),
    page,
  });
}

/** Says for each file on what it hangs: two queries for all of them. */
async function places(
  actor: Actor,
  rows: readonly FileRow[],
): Promise<(row: FileRow) => FilePlace> {
  const idsOf = (type: string) =>
    rows.filter((row) => row.subject_type === type).map((row) => row.subject_id);
  const tasks = await taskTitles(actor, idsOf('task'));
  const projects = await projectNames(actor, idsOf('project'));
  return ({ subject_type, subject_id }) => {
    const task = subject_type === 'task' ? tasks.get(subject_id) : undefined;
    const title = task ? `${task.title}, ${task.projectName}` : projects.get(subject_id);
    return { title: title ?? '', isClientVisible: true };
  };
}
