import { type Handler, NotFound } from '../../core/http/index.js';

let portalHome: Handler = () => {
  throw new NotFound();
};

/** Sets what a client finds at "/": the portal stands below and provides it. */
export function usePortalHome(handler: Handler): void {
  portalHome = handler;
}

/** What a client finds at "/". */
export function portalHomeHandler(): Handler {
  return portalHome;
}
