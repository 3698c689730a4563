import type { Translate } from '../../core/locale/index.js';
import type { Glimpse } from './glimpses.service.js';
import type { Onlookers } from './newcomers.service.js';

/** People of a group that are named; the rest is a number. */
const namesShown = 10;

/** The groups of contacts who would come onto a project, each with what it would see. */
export function presentOnlookers(t: Translate, groups: readonly Onlookers[]) {
  return groups.map(({ names, glimpse }) => ({
    names: namesOf(t, names),
    sees: presentGlimpse(t, glimpse),
  }));
}

/** What somebody would see, a line for each kind of which there is something. */
export function presentGlimpse(t: Translate, glimpse: Glimpse) {
  const kinds = [
    { icon: 'list-checks', text: t('projects.glimpse.tasks', { count: glimpse.tasks }) },
    { icon: 'paperclip', text: t('projects.glimpse.files', { count: glimpse.files }) },
    { icon: 'message-square', text: t('projects.glimpse.comments', { count: glimpse.comments }) },
  ];
  const counts = [glimpse.tasks, glimpse.files, glimpse.comments];
  return kinds.filter((_kind, index) => counts[index] !== 0);
}

function namesOf(t: Translate, names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  const more = names.length - namesShown;
  return more > 0 ? t('projects.people.team_more', { names: shown, count: more }) : shown;
}
