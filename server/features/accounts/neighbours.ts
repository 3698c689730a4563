import type { Request } from '../../core/http/index.js';
import type { Actor } from '../../core/permissions/index.js';

/** What this room must know of rooms that stand below it; they tell it when they load. */
export interface Neighbours {
  /** Where a user arrives after signing in; nothing when no workspace lets them in. */
  homeOf(userId: number): Promise<{ workspaceId: number; rightsVersion: number } | undefined>;
  /** The name of an archived workspace that would let a user in otherwise; nothing where there is none. */
  archivedHomeOf(userId: number): Promise<string | undefined>;
  /** The workspace whose words stand on the sign-in page. */
  primaryWorkspaceId(): Promise<number>;
  /** Whether an actor may know a person by name and portrait. */
  mayKnow(actor: Actor, userId: number): Promise<boolean>;
}

/** What this room shows of second factors. */
export interface SecondFactors {
  /** One's second factors, as the page shows them. */
  present(request: Request): Promise<Record<string, unknown>>;
  /** Whether the sign-in page can offer passkeys: they need the site's address. */
  offersPasskeys(): boolean;
}

/** What this room shows of sign-in by Google. */
export interface GoogleSignIn {
  /** Whether the sign-in page offers it. */
  isOffered(): boolean;
  /** One's own account there, as the page shows it. */
  present(request: Request): Promise<Record<string, unknown>>;
}

/** What this room shows of sign-in by a link in an e-mail. */
export interface SignInLinks {
  /** Whether clients can ask for one. */
  isOffered(): boolean;
}

let google: GoogleSignIn | undefined;
let links: SignInLinks | undefined;
let factors: SecondFactors | undefined;
let known: Neighbours | undefined;

/** Gives this room its way to memberships. */
export function useNeighbours(provider: Neighbours): void {
  known = provider;
}

/** The way to memberships. */
export function neighbours(): Neighbours {
  if (!known) throw new Error('Memberships have not been loaded');
  return known;
}

/** Gives this room its way to second factors. */
export function useSecondFactors(provider: SecondFactors): void {
  factors = provider;
}

/** Gives this room its way to sign-in by Google. */
export function useGoogle(provider: GoogleSignIn): void {
  google = provider;
}

/** The way to sign-in by Google. */
export function googleSignIn(): GoogleSignIn {
  if (!google) throw new Error('Sign-in by Google has not been loaded');
  return google;
}

/** Gives this room its way to links to sign in by. */
export function useSignInLinks(provider: SignInLinks): void {
  links = provider;
}

/** The way to links to sign in by. */
export function signInLinks(): SignInLinks {
  if (!links) throw new Error('Links to sign in by have not been loaded');
  return links;
}

/** The way to second factors. */
export function secondFactors(): SecondFactors {
  if (!factors) throw new Error('Second factors have not been loaded');
  return factors;
}
