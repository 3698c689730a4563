import { now } from '../../core/dates/index.js';
import type { Formats, Translate } from '../../core/locale/index.js';
import {
  type Actor,
  allowedFor,
  holds,
  permissionAreas,
  permissionEntry,
  permissions,
} from '../../core/permissions/index.js';
import { type PersonRow, personHref } from '../people/index.js';
import { mayOnProject } from '../projects/index.js';
import { mayOnTask } from '../tasks/index.js';
import { type Answer, type Cause, explainInGeneral } from './explain.js';
import type { AskedRecord } from './explain-records.js';
import { word } from './roles.presenter.js';

/** In whose words an explanation is told, and what its reader may change. */
export interface Telling {
  t: Translate;
  format: Formats;
  asker: Actor;
  person: PersonRow;
  /** Whether the reader may change what this person may do. */
  mayChange: boolean;
}

/** Why somebody cannot come in at all: the key of a text, or '' for who can. */
export function outside({ user_status, membership_status, ends_at }: PersonRow): string {
  if (user_status === 'inactive' || membership_status === 'suspended')
    return 'access.explain.inactive';
  if (ends_at !== null && ends_at <= now()) return 'access.explain.ended';
  if (user_status === 'pending' || membership_status === 'pending') return 'access.explain.invited';
  return '';
}

/** What somebody can do with one record, with why and the way to change it. */
export function presentAnswers(answers: readonly Answer[], record: AskedRecord, telling: Telling) {
  const { t } = telling;
  return answers.map(({ permission, allowed, causes }) => ({
    label: t(`permissions.names.${permission}`),
    allowed,
    causes: causes.map((cause) => tell(cause, telling)),
    fix: allowed ? null : firstFix(causes, record, telling),
  }));
}

/** Everything somebody holds, in its areas, and where each comes from. */
export function presentGeneral(person: Actor, telling: Telling) {
  const { t } = telling;
  const audience = person.kind === 'client' ? 'client' : 'team';
  return permissionAreas
    .map((area) => ({
      title: t(`permissions.areas.${area}`),
      rows: permissions
        .filter((key) => permissionEntry(key).area === area && allowedFor(audience, key))
        .map((permission) => {
          const { allowed, causes, scope } = explainInGeneral(person, permission);
          return {
            label: t(`permissions.names.${permission}`),
            allowed,
            reach: word(permission, allowed ? scope : 'none', t),
            causes: causes.map((cause) => tell(cause, telling)),
          };
        }),
    }))
    .filter((area) => area.rows.length > 0);
}

/** A cause in a sentence. */
function tell(cause: Cause, { t, format, person }: Telling): string {
  const permission = t(`permissions.names.${cause.permission}`);
  const values = { name: person.name, permission };
  if (!('source' in cause)) return t(`access.explain.causes.${cause.kind}`, values);
  const { source } = cause;
  const text = t(`access.explain.causes.${cause.kind}`, {
    ...values,
    role: source.name,
    reach: word(cause.permission, source.scope, t),
  });
  if (source.endsAt === null) return text;
  return `${text} ${t('access.explain.until', { moment: format.dateTime(source.endsAt) })}`;
}

/** The way to the one place that would change the answer, for a reader who may. */
function firstFix(causes: readonly Cause[], record: AskedRecord, telling: Telling) {
  for (const cause of causes) {
    const fix = fixOf(cause, record, telling);
    if (fix) return { href: fix.href, label: telling.t(`access.explain.fixes.${fix.key}`) };
  }
  return null;
}

function fixOf({ kind }: Cause, record: AskedRecord, { asker, person, mayChange }: Telling) {
  if (kind === 'no-role' || kind === 'denied') {
    const page = person.audience === 'team' ? 'exceptions' : 'permissions';
    return mayChange ? { href: `${personHref(person)}/${page}`, key: 'access' } : null;
  }
  if (kind === 'not-on-project') return projectFix(asker, record);
  if (record.type !== 'task') return null;
  const href = `/tasks/${record.task.id}`;
  if (kind === 'not-assigned')
    return mayOnTask(asker, 'tasks.assign', record.task) ? { href, key: 'assign' } : null;
  if (kind === 'internal')
    return mayOnTask(asker, 'tasks.share', record.task) ? { href, key: 'share' } : null;
  return null;
}

function projectFix(asker: Actor, record: AskedRecord) {
  const id = record.type === 'task' ? record.task.project_id : record.project.id;
  const facts = record.type === 'task' ? record.task : record.project;
  const may =
    holds(asker, 'projects.manage_access') && mayOnProject(asker, 'projects.manage_access', facts);
  return may ? { href: `/projects/${id}/people`, key: 'project' } : null;
}
