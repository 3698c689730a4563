/** The trail: who changed access, sign-ins and settings, from where, with before and after. Append-only. */
export {
  type AuditAction,
  type AuditArea,
  auditActions,
  auditAreas,
} from './actions.js';
export { type Fact, type Facts, hiddenFact } from './facts.js';
export { type Doer, type Note, note, noteAll } from './note.js';
export { currentOrigin, type Origin, withOrigin } from './origin.js';
export {
  type AuditRow,
  forgetEntries,
  isAuditAction,
  newestEntries,
  readFacts,
  trailOf,
} from './trail.js';
