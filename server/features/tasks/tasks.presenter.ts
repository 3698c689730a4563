import { formState } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { markdown } from '../../core/text/index.js';
import { type Readers, readersInWords } from '../clients/index.js';
import type { ColumnRow } from '../columns/index.js';
import type { LabelRow } from '../labels/index.js';
import type { MilestoneRow } from '../milestones/index.js';
import { type ProjectPeople, type ProjectPerson, presentCrumbs } from '../projects/index.js';
import { daysFor, presentTaskDue } from './board.presenter.js';
import { priorities, visibilities } from './task-choices.js';
import type { TaskLabel } from './task-labels.queries.js';
import { mayOnTask } from './tasks.policy.js';
import type { FoundTask } from './tasks.queries.js';

/** What an actor may do to a task. */
export function taskRights(actor: Actor, task: FoundTask) {
  return {
    edit: mayOnTask(actor, 'tasks.edit', task),
    move: mayOnTask(actor, 'tasks.change_status', task),
    assign: mayOnTask(actor, 'tasks.assign', task),
    share: mayOnTask(actor, 'tasks.share', task),
    delete: mayOnTask(actor, 'tasks.delete', task),
  };
}

/** A task on its own page. */
export function presentTask(
  actor: Actor,
  task: FoundTask,
  surroundings: {
    columns: readonly ColumnRow[];
    people: ProjectPeople;
    readers: Readers;
    assignees: readonly ProjectPerson[];
    watchers: readonly ProjectPerson[];
    watcherIds: readonly number[];
    labels: readonly (TaskLabel & { isBorne: boolean })[];
  },
) {
  const { columns, people, readers, assignees, watchers, watcherIds, labels } = surroundings;
  const t = translatorFor(actor.locale);
  const isGone = ({ isDeactivated }: ProjectPerson) => isDeactivated;
  return {
    id: task.id,
    number: task.number,
    title: task.title,
    descriptionHtml: task.description ? markdown(task.description) : '',
    project: { name: task.project_name, href: `/projects/${task.project_id}/board` },
    status: { name: task.column_name, hue: task.column_hue, columnId: task.column_id },
    statuses: columns.map(({ id, name }) => ({ value: id, label: name })),
    isDone: task.completed_at !== null,
    completedAt: task.completed_at,
    priority: task.priority,
    startOn: task.start_on,
    due: presentTaskDue(task, daysFor(actor)),
    milestone: task.milestone_name,
    milestoneHref: `/projects/${task.project_id}/milestones`,
    isVisible: task.visibility === 'client',
    readers: readersInWords(t, readers),
    assignees,
    assignable: [
      ...people.team.map(asOption),
      // They can be taken off the task, and are offered for no other.
      ...assignees.filter(isGone).map(({ membershipId, name }) => ({
        value: membershipId,
        label: t('shared.deactivated', { name }),
      })),
    ],
    assigneesForm: formState({ membership_ids: assignees.map((person) => person.membershipId) }),
    watchers,
    isWatching: watcherIds.includes(actor.membershipId),
    ...presentLabels(labels),
    creator: task.creator_name,
    createdAt: task.created_at,
  };
}

/** The labels a task bears, and the form that changes them. */
function presentLabels(labels: readonly (TaskLabel & { isBorne: boolean })[]) {
  const borne = labels.filter(({ isBorne }) => isBorne);
  return {
    labels: borne,
    labelChoices: labels.map(({ id, name }) => ({ value: id, label: name })),
    labelsForm: formState({ label_ids: borne.map(({ id }) => id) }),
  };
}

/** The way to a page of a task. */
export function taskCrumbs(actor: Actor, task: FoundTask, page?: string) {
  const own = `#${task.number}`;
  const crumbs = presentCrumbs(
    actor,
    {
      id: task.project_id,
      name: task.project_name,
      company_id: task.company_id,
      company_name: task.company_name,
      is_assigned: task.is_assigned,
    },
    own,
  );
  if (!page) return crumbs;
  return [...crumbs.slice(0, -1), { label: own, href: `/tasks/${task.id}` }, { label: page }];
}

/** What the forms of a task can choose from, with labels in the actor's language. */
export function taskChoices(
  actor: Actor,
  columns: readonly ColumnRow[],
  team: readonly ProjectPerson[],
  milestones: readonly Pick<MilestoneRow, 'id' | 'name'>[],
  labels: readonly Pick<LabelRow, 'id' | 'name'>[] = [],
) {
  const t = translatorFor(actor.locale);
  return {
    columns: columns.map(({ id, name }) => ({ value: id, label: name })),
    priorities: priorities.map((value) => ({ value, label: t(`tasks.priority.${value}`) })),
    visibilities: visibilities.map((value) => ({
      value,
      label: t(value === 'client' ? 'shared.client_sees' : 'shared.internal'),
      icon: value === 'client' ? 'eye' : 'eye-off',
    })),
    team: team.map(asOption),
    labels: labels.map(({ id, name }) => ({ value: id, label: name })),
    milestones: [
      { value: '', label: t('tasks.no_milestone') },
      ...milestones.map(({ id, name }) => ({ value: id, label: name })),
    ],
  };
}

/** The form of a task as it is, with its version. */
export function taskState(task: FoundTask) {
  const { title, description, priority, start_on, due_on, milestone_id, updated_at } = task;
  const text = { title, description, priority, start_on, due_on, milestone_id };
  return formState({ ...text, updated_at });
}

function asOption({ membershipId, name }: ProjectPerson) {
  return { value: membershipId, label: name };
}
