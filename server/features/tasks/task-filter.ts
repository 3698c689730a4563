import type { TaskFilter } from './task-choices.js';

/** The parameters of an address that hold a filter, by what they narrow. */
const parameters = {
  assignee: 'assignee',
  due: 'due',
  visibility: 'visibility',
  label: 'label',
  milestone: 'milestone',
  text: 'q',
} as const satisfies Record<keyof TaskFilter, string>;

/** The address of a board or list with a filter. */
export function taskAddress(
  path: string,
  filter: TaskFilter,
  more: Record<string, string | number> = {},
): string {
  const search = new URLSearchParams(filterFields(filter));
  for (const [name, value] of Object.entries(more)) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** What an address or a form sends for a filter: name and value of each part that is set. */
export function filterFields(filter: TaskFilter): [string, string][] {
  return Object.entries(parameters).flatMap(([part, name]) => {
    const value = filter[part as keyof TaskFilter];
    return value === undefined ? [] : [[name, String(value)] as [string, string]];
  });
}

/** The filter that an address asks for; what it cannot mean is left out. */
export function taskFilterFrom(read: (name: string) => string): TaskFilter {
  const one = <const Value extends string>(name: string, values: readonly Value[]) =>
    values.find((value) => value === read(name));
  const numbered = (name: string) => {
    const text = read(name);
    return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
  };
  return {
    assignee: one('assignee', ['me', 'none']) ?? numbered('assignee'),
    due: one('due', ['late', 'week', 'none']),
    visibility: one('visibility', ['client', 'internal']),
    label: numbered('label'),
    milestone: one('milestone', ['none']) ?? numbered('milestone'),
    text: read('q').trim().slice(0, 100) || undefined,
  };
}

/** The chips above a board or list; each turns one filter on or off and leaves the others. */
export function presentChips(path: string, filter: TaskFilter) {
  const chip = (label: string, on: TaskFilter, icon?: string) => {
    const [name, value] = Object.entries(on)[0] as [keyof TaskFilter, string];
    const current = filter[name] === value;
    const href = taskAddress(path, { ...filter, [name]: current ? undefined : value });
    return { label: `tasks.filters.${label}`, href, current, ...(icon ? { icon } : {}) };
  };
  return [
    { label: 'tasks.filters.all', href: path, current: !isFiltering(filter) },
    chip('mine', { assignee: 'me' }),
    chip('week', { due: 'week' }),
    chip('late', { due: 'late' }),
    chip('client', { visibility: 'client' }, 'eye'),
  ];
}

/** Whether a filter leaves anything out. */
export function isFiltering(filter: TaskFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}
