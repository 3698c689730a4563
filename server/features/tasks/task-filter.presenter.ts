import { query, type Request } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { listLabels } from '../labels/index.js';
import { listMilestones } from '../milestones/index.js';
import type { FoundProject, ProjectPeople } from '../projects/index.js';
import type { TaskFilter } from './task-choices.js';
import { filterFields, taskAddress } from './task-filter.js';

/** Above what they narrow: the search, and, where it is open, a choice for each part of a task. */
export async function presentFilterForm(
  request: Request,
  {
    path,
    filter,
    project,
    people,
  }: { path: string; filter: TaskFilter; project: FoundProject; people: ProjectPeople },
) {
  const { assignee, label, milestone, due } = filter;
  const isNamed = typeof assignee === 'number' || assignee === 'none' || due === 'none';
  const isOpen = query(request, 'filters') === 'open' || isNamed || Boolean(label ?? milestone);
  return {
    path,
    text: filter.text ?? '',
    kept: filterFields({ ...filter, text: undefined }),
    openHref: taskAddress(path, filter, { filters: 'open' }),
    selects: isOpen ? await selects(request, { filter, project, people }) : null,
  };
}

/** A select for each part; the labels and milestones of a project are only looked up for them. */
async function selects(
  { actor }: Request,
  { filter, project, people }: { filter: TaskFilter; project: FoundProject; people: ProjectPeople },
) {
  const t = translatorFor(actor.locale);
  const labels = await listLabels(project.id);
  const milestones = await listMilestones(actor, project.id);
  const named = (rows: readonly { id: number; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: String(id), label: name }));
  const select = (name: string, value: unknown, options: { value: string; label: string }[]) => ({
    name,
    label: t(`tasks.filters.of.${name}`),
    value: value === undefined ? '' : String(value),
    options: [{ value: '', label: t('tasks.filters.any') }, ...options],
  });
  const fixed = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`tasks.filters.${name}.${value}`) }));
  const members = people.team.map(({ membershipId, name }) => ({ id: membershipId, name }));
  return [
    select('assignee', filter.assignee, [...fixed('whose', ['me', 'none']), ...named(members)]),
    ...(labels.length > 0 ? [select('label', filter.label, named(labels))] : []),
    ...(milestones.length > 0
      ? [
          select('milestone', filter.milestone, [
            ...fixed('of_milestone', ['none']),
            ...named(milestones),
          ]),
        ]
      : []),
    select('due', filter.due, fixed('due_when', ['late', 'week', 'none'])),
    select('visibility', filter.visibility, fixed('seen_by', ['client', 'internal'])),
  ];
}
