import { translatorFor } from '../../core/locale/index.js';
import type { Actor, Audience } from '../../core/permissions/index.js';
import type { ExportPart } from './people-export.service.js';
import { presentSecondFactor, presentStatus } from './person.presenter.js';

/** Several roles or teams stand in one cell with this between them; an import reads it the same. */
export const listSeparator = '; ';

/** Everybody of an export as records; their keys are the columns. */
export async function* presentPeopleForExport(actor: Actor, parts: AsyncIterable<ExportPart>) {
  const t = translatorFor(actor.locale);
  for await (const { rows, around } of parts) {
    for (const row of rows) {
      const roles = around.roles.get(row.membership_id) ?? [];
      yield {
        name: row.name,
        email: row.email,
        company: row.company_name,
        roles: joined(roles),
        teams: joined(around.teams.get(row.membership_id) ?? []),
        phone: row.phone,
        job_title: row.job_title,
        status: presentStatus(t, row, around.invitations.get(row.membership_id)).text,
        second_factor: presentSecondFactor(t, row, roles).text,
        seen: momentText(row.last_sign_in_at),
        added: momentText(row.created_at),
        ends: momentText(row.ends_at),
      };
    }
  }
}

/** The columns of the export with their heads, in order: the team is in teams, contacts in companies. */
export function exportColumns(actor: Actor, audience: Audience): { key: string; header: string }[] {
  const t = translatorFor(actor.locale);
  const group =
    audience === 'team'
      ? { key: 'teams', header: t('teams.title') }
      : { key: 'company', header: t('contacts.fields.company') };
  return [
    { key: 'name', header: t('people.columns.name') },
    { key: 'email', header: t('people.columns.email') },
    { key: 'roles', header: t('people.export.roles') },
    group,
    { key: 'phone', header: t('contacts.fields.phone') },
    { key: 'job_title', header: t('contacts.fields.job_title') },
    { key: 'status', header: t('people.columns.status') },
    { key: 'second_factor', header: t('people.columns.second_factor') },
    { key: 'seen', header: t('people.export.seen') },
    { key: 'added', header: t('people.export.added') },
    { key: 'ends', header: t('people.export.ends') },
  ];
}

function joined(things: readonly { name: string }[]): string {
  return things.map((thing) => thing.name).join(listSeparator);
}

function momentText(moment: number | null): string {
  return moment === null ? '' : new Date(moment).toISOString();
}
