import type { Request } from '../../core/http/index.js';
import { lookUpAuthenticator } from './authenticators.queries.js';
import { passkeySite } from './passkey-site.js';
import { listPasskeys } from './passkeys.queries.js';
import { countRecoveryCodes } from './recovery-codes.queries.js';

/** Codes so few that it is time for new ones. */
const few = 3;

/** One's second factors, as the page of one's security shows them; three queries. */
export async function presentFactors({ actor }: Request) {
  const app = await lookUpAuthenticator(actor.userId);
  const passkeys = await listPasskeys(actor.userId);
  const isOn = app !== undefined || passkeys.length > 0;
  const codesLeft = isOn ? await countRecoveryCodes(actor.userId) : 0;
  return {
    isOn,
    appSince: app?.created_at ?? null,
    codesLeft,
    hasFewCodes: isOn && codesLeft <= few,
    passkeys: passkeys.map(({ id, name, created_at, used_at }) => ({
      id,
      name,
      addedAt: created_at,
      usedAt: used_at,
    })),
    offersPasskeys: passkeySite() !== undefined,
    isNeeded: actor.needsSecondFactor,
    dueAt: actor.secondFactorDueAt,
    /** The last one stays where a role needs one. */
    canRemoveApp: app !== undefined && !(actor.needsSecondFactor && passkeys.length === 0),
  };
}
