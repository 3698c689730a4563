/** Where a round stands: awaiting decisions, decided one way or the other, or taken back. */
export const roundStatuses = ['open', 'approved', 'changes', 'withdrawn'] as const;
export type RoundStatus = (typeof roundStatuses)[number];

/** What an approver says. */
export const decisions = ['approved', 'changes'] as const;
export type Decision = (typeof decisions)[number];

/** Whether one approver decides for all, or all must approve. */
export const rules = ['any', 'all'] as const;
export type Rule = (typeof rules)[number];
