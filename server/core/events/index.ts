// What happened, written once with the change itself and read by everybody who cares.

export {
  type AuditedKind,
  defineAuditedEvent,
  defineEvent,
  type EventKind,
  type HappenedEvent,
  type Subscriber,
  subscribe,
} from './definitions.js';
export {
  cleanDeliveries,
  countFailedDeliveries,
  type FailedDelivery,
  listFailedDeliveries,
  retryDelivery,
} from './deliveries.js';
export { type Forgotten, forgetName } from './forgetting.js';
export {
  type EventRow,
  history,
  historyOf,
  historyOfProject,
  newestEvents,
  readEvent,
} from './history.js';
export { type Announcement, type AuditedAnnouncement, publish, publishAll } from './publish.js';
