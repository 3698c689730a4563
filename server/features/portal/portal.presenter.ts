import { formatsFor, translatorFor } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import type { FoundProject, Progress } from '../projects/index.js';
import type { FoundTask } from '../tasks/index.js';

const tones = { planned: '', active: 'ok', on_hold: 'warn', completed: 'brand' } as const;

/** A project as a client sees it. */
export function presentProject(actor: Actor, project: FoundProject, progress?: Progress) {
  return {
    id: project.id,
    name: project.name,
    href: `/portal/projects/${project.id}`,
    // A contact of another company on the same project learns of no other client.
    company: project.company_id === actor.companyId ? project.company_name : null,
    status: { label: `projects.status.${project.status}`, tone: tones[project.status] },
    dueOn: project.status === 'completed' ? null : project.due_on,
    progress: progress && progress.all > 0 ? withPercent(progress) : null,
  };
}

/** A task in a list of the portal. */
export function presentTaskRow(actor: Actor, task: FoundTask) {
  const t = translatorFor(actor.locale);
  const format = formatsFor(actor.locale, actor.timezone, t);
  const files = holds(actor, 'files.view') ? task.client_files_count : 0;
  const notes = [
    task.due_on && !task.completed_at
      ? t('portal.due', { date: format.shortDate(task.due_on) })
      : '',
    files > 0 ? t('portal.files_count', { count: files }) : '',
  ];
  return {
    title: task.title,
    href: `/portal/tasks/${task.id}`,
    icon: task.completed_at ? 'circle-check' : 'circle',
    note: notes.filter(Boolean).join(' · '),
    badge: presentTaskStatus(task),
  };
}

/** Where a task stands, in the word chosen for clients. */
export function presentTaskStatus(task: FoundTask) {
  return {
    text: task.column_client_name ?? task.column_name,
    tone: Number(task.column_is_done) === 1 ? 'ok' : '',
  };
}

function withPercent(progress: Progress) {
  return { ...progress, percent: Math.floor((progress.done / progress.all) * 100) };
}
