/** Where a project stands; archiving is separate. */
export const projectStatuses = ['planned', 'active', 'on_hold', 'completed'] as const;
export type ProjectStatus = (typeof projectStatuses)[number];

/** In which order projects are listed. */
export const projectSorts = ['name', 'due', 'recent'] as const;
export type ProjectSort = (typeof projectSorts)[number];
