import { now } from '../../core/dates/index.js';
import type { Translate } from '../../core/locale/index.js';
import type { InvitationStatus } from '../invitations/index.js';
import type { Person } from '../memberships/index.js';
import { needsSecondFactor } from '../second-factors/index.js';
import type { PersonRow } from './people.queries.js';
import type { HeldRole } from './people-roles.queries.js';
import type { Surroundings } from './people-surroundings.queries.js';

/** A chip that says how somebody stands. */
export interface StatusChip {
  text: string;
  tone?: 'ok' | 'warn' | 'bad' | 'note';
  icon?: string;
}

/** Somebody as a list shows them. */
export interface ListedPerson {
  membershipId: number;
  href: string;
  portrait: Person | null;
  name: string;
  email: string;
  jobTitle: string | null;
  roles: string;
  teams: string;
  status: StatusChip;
  secondFactor: StatusChip;
  seenAt: number | null;
  company: { name: string; href: string } | null;
}

/** People as a list shows them. */
export function presentPeople(
  t: Translate,
  rows: readonly PersonRow[],
  { portraits, roles, invitations, teams }: Surroundings,
): ListedPerson[] {
  return rows.map((row) => {
    const held = roles.get(row.membership_id) ?? [];
    return {
      membershipId: row.membership_id,
      href: personHref(row),
      portrait: portraits.get(row.user_id) ?? null,
      name: row.name,
      email: row.email,
      jobTitle: row.job_title,
      roles: rolesText(t, held),
      teams: teamsText(t, teams.get(row.membership_id) ?? []),
      status: presentStatus(t, row, invitations.get(row.membership_id)),
      secondFactor: presentSecondFactor(t, row, held),
      seenAt: row.last_sign_in_at,
      company: companyOf(row),
    };
  });
}

/** Whether somebody signs in with a second factor, or lacks one that a role of theirs needs. */
export function presentSecondFactor(
  t: Translate,
  row: PersonRow,
  roles: readonly HeldRole[],
): StatusChip {
  if (row.second_factor_at !== null) return { text: t('second_factors.state.on'), tone: 'ok' };
  if (needsSecondFactor(roles)) return { text: t('second_factors.state.missing'), tone: 'warn' };
  return { text: t('second_factors.state.off') };
}

/** The page of somebody. */
export function personHref(row: Pick<PersonRow, 'audience' | 'user_id'>): string {
  return `${row.audience === 'team' ? '/users' : '/clients'}/${row.user_id}`;
}

/** Whether somebody can come in by nothing but an invitation. */
export function isInvited(row: PersonRow): boolean {
  return row.user_status === 'pending' || row.membership_status === 'pending';
}

/** Whether somebody is kept out. */
export function isInactive(row: PersonRow): boolean {
  return row.user_status === 'inactive' || row.membership_status === 'suspended';
}

/** Whether somebody could come in now. */
export function isPresent(row: PersonRow): boolean {
  const hasEnded = row.ends_at !== null && row.ends_at <= now();
  return !isInactive(row) && !isInvited(row) && !hasEnded;
}

/** How somebody stands: kept out, over, invited and how far that is, or here. */
export function presentStatus(
  t: Translate,
  row: PersonRow,
  invitation: InvitationStatus | undefined,
): StatusChip {
  if (isInactive(row)) return { text: t('people.status.inactive'), icon: 'user-x' };
  if (row.ends_at !== null && row.ends_at <= now()) return { text: t('people.status.ended') };
  if (isInvited(row)) return presentInvitation(t, invitation);
  return { text: t('people.status.active'), tone: 'ok' };
}

function presentInvitation(t: Translate, invitation: InvitationStatus | undefined): StatusChip {
  if (!invitation || invitation === 'revoked' || invitation === 'accepted')
    return { text: t('people.status.not_invited'), tone: 'warn' };
  const text = t(`people.status.${invitation}`);
  return { text, ...looks[invitation] };
}

const looks = {
  waiting: { tone: 'note', icon: 'hourglass' },
  sent: { tone: 'note', icon: 'mail-check' },
  opened: { tone: 'note', icon: 'mail-open' },
  expired: { tone: 'warn', icon: 'clock' },
  failed: { tone: 'bad', icon: 'mail-warning' },
} as const;

/** One role by name, several by number: "2 roles". */
export function rolesText(t: Translate, roles: readonly HeldRole[]): string {
  const [first] = roles;
  if (!first) return t('people.no_role');
  return roles.length === 1 ? first.name : t('people.roles_count', { count: roles.length });
}

/** One or two teams by name, more by number: "3 teams". */
function teamsText(t: Translate, teams: readonly { name: string }[]): string {
  if (teams.length > 2) return t('teams.count', { count: teams.length });
  return teams.map((team) => team.name).join(', ');
}

function companyOf({ company_id, company_name }: PersonRow): ListedPerson['company'] {
  if (company_id === null || company_name === null) return null;
  return { name: company_name, href: `/companies/${company_id}` };
}
