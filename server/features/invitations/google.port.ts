let addressFor: (token: string) => string = () => '';

/** Gives this room the address at which an invitation is accepted by Google; '' where none is. */
export function useGoogleInvitations(provider: (token: string) => string): void {
  addressFor = provider;
}

/** Where the invitation with this token is accepted by Google, or ''. */
export function googleAddress(token: string): string {
  return addressFor(token);
}
