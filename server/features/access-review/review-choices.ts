/** What was decided about somebody's access. */
export const decisions = ['keep', 'change', 'deactivate'] as const;
export type Decision = (typeof decisions)[number];

/** The parts of a review that a reader goes through. */
export const rowsShown = [
  'all',
  'open',
  'conspicuous',
  'admins',
  'unprotected',
  'dormant',
  'waiting',
  'finished',
  'exceptions',
  'ending',
] as const;
export type RowsShown = (typeof rowsShown)[number];
