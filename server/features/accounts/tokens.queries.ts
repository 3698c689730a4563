import { insertRow, table } from '../../core/database/index.js';

/** Kinds of links that let somebody do one thing, once. */
export type TokenKind = 'reset-password' | 'set-password' | 'confirm-email' | 'sign-in';

/** A link that was sent; the token itself is known only by its hash. */
export interface TokenRow {
  id: number;
  user_id: number;
  kind: TokenKind;
  token_hash: string;
  /** The address that a confirmation is for. */
  email: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}

/** A token by its hash, or nothing. */
export async function lookUpToken(
  kind: TokenKind,
  token_hash: string,
): Promise<TokenRow | undefined> {
  const found = await table<TokenRow>('account_tokens').where({ kind, token_hash }).first();
  return found as TokenRow | undefined;
}

/** Stores a new token. */
export async function insertToken(row: Omit<TokenRow, 'id'>): Promise<void> {
  await insertRow('account_tokens', { ...row });
}

/** Marks a token as used if it still can be; says whether it was this call that used it. */
export async function useToken(id: number, moment: number): Promise<boolean> {
  const changed = await table<TokenRow>('account_tokens')
    .where({ id })
    .whereNull('used_at')
    .where('expires_at', '>', moment)
    .update({ used_at: moment });
  return Number(changed) === 1;
}

/** Kills the links of a user: those of one kind, or all. */
export async function revokeTokens(user_id: number, kind?: TokenKind): Promise<void> {
  await table<TokenRow>('account_tokens')
    .where(kind ? { user_id, kind } : { user_id })
    .whereNull('used_at')
    .delete();
}

/** Removes tokens that ended before a moment (ms UTC). */
export async function deleteOldTokens(before: number): Promise<void> {
  await table<TokenRow>('account_tokens').where('expires_at', '<', before).delete();
}

/** A user's open token of a kind at a moment (ms UTC), or nothing. */
export async function lookUpOpenToken(
  user_id: number,
  kind: TokenKind,
  moment: number,
): Promise<TokenRow | undefined> {
  const found = await table<TokenRow>('account_tokens')
    .where({ user_id, kind })
    .whereNull('used_at')
    .where('expires_at', '>', moment)
    .first();
  return found as TokenRow | undefined;
}
