import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can break: what connects to it reaches the server as long as it stands. */
export interface ServerProxy {
  port: number;
  /** Cuts every connection and refuses new ones, like a server that was stopped. */
  cut(): Promise<void>;
  /** Takes connections, old and new, and passes nothing on, like a server that hangs. */
  stall(): void;
  /** Passes everything on again; what was held back goes first. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Puts a proxy before a TCP server, on a port of its own. */
export async function startProxy(target: { host: string; port: number }): Promise<ServerProxy> {
  const sockets = new Set<Socket>();
  let isStalled = false;
  const server = createServer((near) => {
    const far = connect(target.port, target.host);
    join(near, far);
    join(far, near);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const cut = async () => {
    const closed = server.listening ? once(server, 'close') : undefined;
    if (closed) server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;

  /** Carries what one side sends to the other, and its end. */
  function join(from: Socket, to: Socket): void {
    sockets.add(from);
    from.on('data', (chunk) => to.write(chunk));
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (isStalled) from.pause();
  }

  return {
    port,
    cut,
    stall: () => {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
    restore: async () => {
      isStalled = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listen(port);
    },
    close: cut,
  };
}
