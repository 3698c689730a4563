/** Who reads a comment: the team alone, or the clients of the project as well. */
export const visibilities = ['internal', 'client'] as const;
export type Visibility = (typeof visibilities)[number];
