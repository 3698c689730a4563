/** Hand-overs: what becomes of somebody's work when they leave, and how they get it back. */
import type { Feature } from '../../core/feature.js';
import { handOversSubscribers } from './hand-overs.subscribers.js';

export {
  forgetHandOvers,
  giveBack,
  keepHandedOver,
  type PassedOn,
  passOn,
} from './hand-overs.service.js';
export {
  cannotTake,
  type Held,
  type HeldPlace,
  type HeldWork,
  type Holder,
  type Passed,
  type Returnable,
  type Taker,
  type TakerSearch,
  useHeldWork,
  type Wish,
  type Wishes,
  wishField,
} from './held-work.port.js';
export {
  type HeldKind,
  listHeld,
  listReturnable,
  type ReturnableKind,
} from './offers.queries.js';

export const handOversFeature: Feature = {
  name: 'hand-overs',
  routes: [],
  tables: ['hand_overs'],
  subscribers: handOversSubscribers,
};
