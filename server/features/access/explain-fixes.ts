import { type Actor, holds } from '../../core/permissions/index.js';
import { mayShareFiles } from '../files/index.js';
import { type PersonRow, personHref } from '../people/index.js';
import { mayOnProject } from '../projects/index.js';
import { mayOnTask, taskFacts } from '../tasks/index.js';
import type { Cause } from './explain.js';
import type { Telling } from './explain.presenter.js';
import type { AskedRecord } from './explain-records.js';

interface Fix {
  href: string;
  /** Key of its text under access.explain.fixes. */
  key: string;
}

/**
 * The way to the one place that would change an answer, for a reader who may change it there.
 * What a role gives is changed for everybody who has it, so that is no single click.
 */
export function firstFix(causes: readonly Cause[], record: AskedRecord, telling: Telling) {
  for (const cause of causes) {
    const fix = fixOf(cause, record, telling);
    if (fix) return { href: fix.href, label: telling.t(`access.explain.fixes.${fix.key}`) };
  }
  return null;
}

function fixOf(cause: Cause, record: AskedRecord, { asker, person, mayChange }: Telling) {
  switch (cause.kind) {
    case 'no-role':
    case 'denied':
      return mayChange ? accessFix(person) : null;
    case 'through-team':
      return teamFix(asker, cause.teams);
    case 'not-on-project':
    case 'by-hand':
      return projectFix(asker, record);
    case 'not-assigned':
      return assignmentFix(asker, record);
    case 'internal':
      return sharingFix(asker, cause, record);
    default:
      return null;
  }
}

function accessFix(person: PersonRow): Fix {
  const page = person.audience === 'team' ? 'exceptions' : 'permissions';
  return { href: `${personHref(person)}/${page}`, key: 'access' };
}

function teamFix(asker: Actor, [team]: readonly { id: number }[]): Fix | null {
  if (!team || !holds(asker, 'teams.manage')) return null;
  return { href: `/teams/${team.id}`, key: 'team' };
}

function projectFix(asker: Actor, { place }: AskedRecord): Fix | null {
  const may = place && mayOnProject(asker, 'projects.manage_access', place.project);
  return may ? { href: `/projects/${place.project.id}/people`, key: 'project' } : null;
}

function assignmentFix(asker: Actor, { place }: AskedRecord): Fix | null {
  const task = place?.task;
  if (!task || !mayOnTask(asker, 'tasks.assign', task)) return null;
  return { href: `/tasks/${task.id}`, key: 'assign' };
}

/** The mark that hides it is that of the task, or that of the file on it. */
function sharingFix(asker: Actor, cause: Cause, record: AskedRecord): Fix | null {
  const task = record.place?.task;
  if (cause.permission === 'tasks.view') {
    if (!task || !mayOnTask(asker, 'tasks.share', task)) return null;
    return { href: `/tasks/${task.id}/visibility`, key: 'share' };
  }
  if (record.type !== 'file') return null;
  const facts = task
    ? taskFacts(asker, task)
    : { own: false, assigned: Number(record.place.project.is_assigned) === 1 };
  return mayShareFiles(asker, facts) ? { href: `/files/${record.file.id}`, key: 'share' } : null;
}
