import { createServer, type RequestListener, type Server } from 'node:http';

/** How long (ms) a connection may take before it is cut (FAULTS 32). */
export interface Patience {
  /** For the head of a request: a browser that sends it drop by drop must not hold a connection. */
  head: number;
  /** For a whole request; long enough for a large upload over a slow line. */
  request: number;
  /** Without a byte in either direction: half a form, or a download that nobody reads on. */
  silence: number;
  /** For the next request on an open connection; longer than the usual proxy's own 60 s. */
  keepAlive: number;
  /** How often the limits of head and request are looked at. */
  checkEvery: number;
}

const usual: Patience = {
  head: 20_000,
  request: 15 * 60_000,
  silence: 50_000,
  keepAlive: 65_000,
  checkEvery: 10_000,
};

/** The server that the program listens with: as Node makes it, with limits on slow connections. */
export function createWebServer(listener: RequestListener, patience: Patience = usual): Server {
  const server = createServer(
    {
      headersTimeout: patience.head,
      requestTimeout: patience.request,
      keepAliveTimeout: patience.keepAlive,
      connectionsCheckingInterval: patience.checkEvery,
    },
    listener,
  );
  server.timeout = patience.silence;
  return server;
}
