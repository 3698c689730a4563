import { type Translate, translatorFor } from '../../core/locale/index.js';
import { type Actor, holds } from '../../core/permissions/index.js';
import { deviceName, type SignInRow, signInMethod } from '../accounts/index.js';
import type { TeamName } from '../teams/index.js';
import type { PersonRow } from './people.queries.js';
import type { ProjectName } from './people-projects.queries.js';
import type { Profile } from './people-surroundings.queries.js';
import type { PersonRights } from './person.policy.js';
import {
  isInactive,
  isInvited,
  isPresent,
  personHref,
  presentSecondFactor,
  presentStatus,
} from './person.presenter.js';

/** People who have work of somebody that are named; the rest is a number. */
const namesShown = 3;

/** Sign-ins that a profile shows. */
const signInsShown = 8;

/** Everything the page of somebody shows, whichever house they belong to. */
export function presentProfile(actor: Actor, profile: Profile) {
  const t = translatorFor(actor.locale);
  const { person, portrait, roles, invitation, rights } = profile;
  return {
    person: {
      name: person.name,
      email: person.email,
      awaitedEmail: profile.awaitedEmail,
      phone: person.phone,
      jobTitle: person.job_title,
      portrait,
      href: personHref(person),
      status: presentStatus(t, person, invitation),
      roles: roles.map((role) => ({ name: role.name, endsAt: role.ends_at })),
      endsAt: person.ends_at,
      joinedAt: person.created_at,
      seenAt: person.last_sign_in_at,
      secondFactor: presentSecondFactor(t, person, roles),
      secondFactorAt: person.second_factor_at,
      isSelf: rights.isSelf,
      isInactive: isInactive(person),
    },
    teams: presentTeams(actor, profile.teams),
    projects: profile.projects.map((project) => presentProject(t, project)),
    invitation: presentInvitation(t, profile),
    signIns: profile.signIns.slice(0, signInsShown).map((row) => presentSignIn(t, row)),
    trailHref: holds(actor, 'audit.view') ? `/audit?person=${person.user_id}` : null,
    sessions: profile.sessions,
    can: presentRights(person, rights),
    returning: presentReturn(t, profile),
  };
}

/** The teams of somebody; they lead on for who keeps teams. */
function presentTeams(actor: Actor, teams: readonly TeamName[]) {
  const isOpen = holds(actor, 'teams.manage');
  return teams.map(({ id, name }) => ({
    title: name,
    icon: 'users',
    ...(isOpen ? { href: `/teams/${id}` } : {}),
  }));
}

/** A project as lists of people and companies name it. */
export function presentProject(t: Translate, project: ProjectName) {
  return {
    title: project.name,
    href: `/projects/${project.id}`,
    icon: 'folder',
    note: t(`projects.status.${project.status}`),
  };
}

/** The invitation of somebody who has not come in yet, with what can be done about it. */
function presentInvitation(t: Translate, { person, invitation, rights }: Profile) {
  if (!isInvited(person) || isInactive(person)) return null;
  const isUsable = invitation === 'waiting' || invitation === 'sent' || invitation === 'opened';
  const isKnown = isUsable || invitation === 'expired' || invitation === 'failed';
  return {
    status: presentStatus(t, person, invitation),
    text: t(`people.invitation.${isKnown ? invitation : 'none'}`),
    canInvite: rights.invite,
    canRevoke: rights.invite && (isUsable || invitation === 'failed'),
  };
}

function presentSignIn(t: Translate, row: SignInRow) {
  return {
    at: row.created_at,
    device: deviceName(row.user_agent, t),
    ip: row.ip_address,
    method: signInMethod(row, t),
    hasFailed: row.outcome === 'failed',
  };
}

function presentRights(person: PersonRow, rights: PersonRights) {
  const isOut = isInactive(person);
  return {
    edit: rights.edit,
    changeRole: rights.changeRole && !isOut,
    password: rights.password && !isOut && !isInvited(person),
    resetSecondFactor: rights.password && person.second_factor_at !== null,
    deactivate: rights.deactivate && !isOut,
    reactivate: rights.deactivate && isOut,
    delete: rights.delete,
    viewAs: rights.viewAs && isPresent(person),
  };
}

/** What somebody gets back if they are let in again, and from whom; the first of them by name. */
function presentReturn(t: Translate, { returnable }: Profile) {
  return returnable.map(({ kind, count, names }) => {
    const shown = names.slice(0, namesShown).join(', ');
    const more = names.length - namesShown;
    const from = more > 0 ? t('people.reactivate.and_more', { names: shown, count: more }) : shown;
    return names.length > 0
      ? t(`people.reactivate.back.${kind}`, { count, names: from })
      : t(`people.reactivate.unassigned.${kind}`, { count });
  });
}
