/** How urgent a task is. */
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];

/** Who may see a thing: the team alone, or the clients of the project as well. */
export const visibilities = ['internal', 'client'] as const;
export type Visibility = (typeof visibilities)[number];

/** By what a list of tasks can be ordered. */
export const taskSorts = ['number', 'title', 'status', 'due', 'priority'] as const;
export type TaskSort = (typeof taskSorts)[number];

/** Which tasks of a project are wanted; everything optional, from the address of the page. */
export interface TaskFilter {
  /** A membership id, or the reader themselves, or nobody. */
  assignee?: number | 'me' | 'none' | undefined;
  due?: 'late' | 'week' | 'none' | undefined;
  visibility?: 'client' | 'internal' | undefined;
  /** A label's id. */
  label?: number | undefined;
  /** A milestone's id. */
  milestone?: number | 'none' | undefined;
  text?: string | undefined;
}
