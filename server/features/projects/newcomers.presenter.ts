import type { Translate } from '../../core/locale/index.js';
import type { Glimpse, GlimpseKind } from './glimpses.service.js';
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

const icons: Record<GlimpseKind, string> = {
  tasks: 'list-checks',
  milestones: 'flag',
  files: 'paperclip',
  discussions: 'message-circle',
  comments: 'message-square',
};

/** What somebody would see, a line for each kind of which there is something. */
export function presentGlimpse(t: Translate, glimpse: Glimpse) {
  return (Object.keys(icons) as GlimpseKind[])
    .filter((kind) => glimpse[kind] > 0)
    .map((kind) => ({
      icon: icons[kind],
      text: t(`projects.glimpse.${kind}`, { count: glimpse[kind] }),
    }));
}

function namesOf(t: Translate, names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  const more = names.length - namesShown;
  return more > 0 ? t('projects.people.team_more', { names: shown, count: more }) : shown;
}
