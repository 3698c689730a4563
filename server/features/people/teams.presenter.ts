import type { Page } from '../../core/database/index.js';
import { formState } from '../../core/http/index.js';
import { type Translate, translatorFor } from '../../core/locale/index.js';
import { type Actor, holds, hues } from '../../core/permissions/index.js';
import type { TeamLosses } from '../projects/index.js';
import type { TeamMembers, TeamRow } from '../teams/index.js';
import type { PersonRow } from './people.queries.js';
import type { Surroundings } from './people-surroundings.queries.js';
import type { Wanted } from './people-teams.queries.js';
import { type ListedPerson, presentPeople } from './person.presenter.js';

/** The page of a team. */
export function teamHref({ id }: { id: number }): string {
  return `/teams/${id}`;
}

/** The way to a page of the teams. */
export function teamCrumbs(t: Translate, team?: { id: number; name: string }, page?: string) {
  return [
    { label: t('teams.title'), href: '/teams' },
    ...(team ? [{ label: team.name, href: teamHref(team) }] : []),
    ...(page ? [{ label: page }] : []),
  ];
}

/** A list of teams with who is in each and how many projects it is on. */
export function presentTeamList(
  wanted: Wanted,
  page: Page<TeamRow>,
  counts: { members: ReadonlyMap<number, TeamMembers>; projects: ReadonlyMap<number, number> },
) {
  const query = wanted.search ? `?${new URLSearchParams({ q: wanted.search })}` : '';
  return {
    isEmpty: page.total === 0 && !wanted.search,
    list: {
      ...page,
      base: `/teams${query}`,
      rows: page.rows.map((team) => ({
        ...presentTeam(team),
        members: counts.members.get(team.id) ?? { count: 0, people: [] },
        projects: counts.projects.get(team.id) ?? 0,
      })),
    },
  };
}

/** A team as its own pages name it. */
export function presentTeam({ id, name, description, hue }: TeamRow) {
  return { id, name, description, hue, href: teamHref({ id }) };
}

/** People of a team or for it: by name, job and teams; what else there is to know only for who reads the list of people. */
export function presentMembers(actor: Actor, page: Page<PersonRow>, around: Surroundings) {
  const isOpen = holds(actor, 'users.view');
  const more = (person: ListedPerson) =>
    isOpen ? person : { ...person, href: null, roles: '', status: null };
  const shown = presentPeople(translatorFor(actor.locale), page.rows, around);
  const rows = page.rows.flatMap((row, at) => {
    const person = shown[at];
    if (!person) return [];
    return [{ ...more(person), membershipId: row.membership_id }];
  });
  return { ...page, rows, isOpen };
}

/** The form of a team as it is, or of a new one. */
export function teamState(team?: TeamRow) {
  const { name, description, hue } = team ?? { name: '', description: '', hue: 'teal' };
  return formState({ name, description, hue });
}

/** The colours to choose from. */
export function hueChoices(t: Translate) {
  return hues.map((hue) => ({ value: hue, label: t(`projects.hues.${hue}`) }));
}

/** Lines of names that a page shows at most; the rest is a number. */
const linesShown = 12;

/** What the end of a team takes from whom, in words. */
export function presentLosses(t: Translate, { people, projects, lines }: TeamLosses) {
  const shown = lines.slice(0, linesShown);
  return {
    effect:
      people === 0
        ? t('teams.delete.no_losses')
        : t('teams.delete.losses', {
            people: t('teams.delete.people', { count: people }),
            projects: t('teams.delete.projects', { count: projects }),
          }),
    lines: shown.map(({ person, projects: names }) =>
      t('teams.delete.line', { person, projects: names.join(', ') }),
    ),
    more: people - shown.length,
  };
}
