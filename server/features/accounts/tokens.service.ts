import { hashToken, newToken } from '../../core/crypto/index.js';
import { lockRow, transaction } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import {
  insertToken,
  lookUpToken,
  revokeTokens,
  type TokenKind,
  type TokenRow,
  useToken,
} from './tokens.queries.js';

/**
 * Makes a link's token, good once and for `lifeMs`. Earlier links of the same kind die, so that
 * only the newest mail works. Only the hash is stored.
 */
export async function issueAccountToken(
  userId: number,
  kind: TokenKind,
  lifeMs: number,
  email: string | null = null,
): Promise<string> {
  const token = newToken();
  const moment = now();
  await transaction(async () => {
    // Two requests at once would otherwise leave two living links.
    await lockRow('users', userId);
    await revokeTokens(userId, kind);
    await insertToken({
      user_id: userId,
      kind,
      token_hash: hashToken(token),
      email,
      created_at: moment,
      expires_at: moment + lifeMs,
      used_at: null,
    });
  });
  return token;
}

/** A token that can still be used, or nothing. */
export async function lookUpLiveToken(
  kind: TokenKind,
  token: string,
): Promise<TokenRow | undefined> {
  const row = await lookUpToken(kind, hashToken(token));
  return row && row.used_at === null && row.expires_at > now() ? row : undefined;
}

/**
 * Uses a token up and says whose it was.
 * @throws NotFound when it is unknown, used, replaced or too old.
 */
export async function takeAccountToken(
  kind: TokenKind,
  token: string,
): Promise<{ userId: number; email: string | null }> {
  const row = await lookUpLiveToken(kind, token);
  if (!row || !(await useToken(row.id, now()))) throw new NotFound();
  return { userId: row.user_id, email: row.email };
}
