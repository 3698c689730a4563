import { transaction } from '../../core/database/index.js';
import { HttpError, Invalid, type Message } from '../../core/http/index.js';
import type { Candidate } from './candidates.js';

/**
 * Makes one change to each of some people, or to none of them.
 * @throws Invalid {''} that names whom it could not be made to, since somebody else was quicker.
 */
export async function toEverybody(
  candidates: readonly Candidate[],
  change: (candidate: Candidate) => Promise<void>,
): Promise<void> {
  await transaction(async () => {
    for (const candidate of candidates) {
      try {
        await change(candidate);
      } catch (error) {
        throw refusalFor(candidate, error);
      }
    }
  });
}

/**
 * Makes one change to some people together.
 * @throws Invalid {''} when it cannot be made, since somebody else was quicker.
 */
export async function together(change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch (error) {
    throw refusal(error, 'bulk_changes.errors.meanwhile');
  }
}

function refusalFor({ person }: Candidate, error: unknown): unknown {
  return refusal(error, {
    key: 'bulk_changes.errors.somebody',
    values: { name: person.name },
  });
}

/** What a form can say of an error; the error itself where it is no refusal. */
function refusal(error: unknown, message: Message): unknown {
  if (!(error instanceof HttpError) || error.status >= 500) return error;
  // The last Admin, for one: that says more than we could.
  if (error instanceof Invalid && error.fields[''] !== undefined) return error;
  return new Invalid({ '': message });
}
