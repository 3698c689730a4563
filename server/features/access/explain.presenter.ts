import { now } from '../../core/dates/index.js';
import type { Formats, Translate } from '../../core/locale/index.js';
import {
  type Actor,
  allowedFor,
  permissionAreas,
  permissionEntry,
  permissions,
} from '../../core/permissions/index.js';
import type { PersonRow } from '../people/index.js';
import { type Answer, type Cause, explainInGeneral } from './explain.js';
import { firstFix } from './explain-fixes.js';
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
    fix: firstFix(causes, record, telling),
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
  if (cause.kind === 'by-hand' || cause.kind === 'through-team') {
    const teams = 'teams' in cause ? cause.teams.map((team) => team.name).join(', ') : '';
    const key = cause.kind === 'through-team' && !teams ? 'through-some-team' : cause.kind;
    return until(t(`access.explain.causes.${key}`, { ...values, teams }), cause.endsAt);
  }
  if (!('source' in cause)) return t(`access.explain.causes.${cause.kind}`, values);
  const { source } = cause;
  const text = t(`access.explain.causes.${cause.kind}`, {
    ...values,
    role: source.name,
    reach: word(cause.permission, source.scope, t),
  });
  return until(text, source.endsAt);

  function until(words: string, endsAt: number | null): string {
    if (endsAt === null) return words;
    return `${words} ${t('access.explain.until', { moment: format.dateTime(endsAt) })}`;
  }
}
