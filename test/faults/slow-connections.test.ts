import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { createApp } from '../../server/app.js';
import { createWebServer } from '../../server/web-server.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

/** The product's limits with every wait a hundredth as long. */
const impatient = { head: 200, request: 9000, silence: 500, keepAlive: 650, checkEvery: 100 };
const many = 60;

describe('FAULTS 32: connections that send or read drop by drop', () => {
  let app: TestApp;
  let world: World;
  let server: Server;
  let port: number;
  let priya: Visitor;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    server = createWebServer(createApp(app.config), impatient);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await app.close();
  });

  it('are cut in the middle of their headers', async () => {
    await areCut('GET /login HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  });

  it('are cut in the middle of a form', async () => {
    await areCut(
      'POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=',
    );
  });

  it('are cut when they say nothing at all', async () => {
    await areCut('');
  });

  it('are cut when they ask for pages and read none', async () => {
    const cookie = priya.cookieHeader();
    const page = `GET /projects HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`;
    const cutHere = closedBy(server, 4);
    const sockets = await open(4, page.repeat(400), (socket) => socket.pause());
    // Who does not read does not hear of the end either: the server's side tells.
    await cutHere;
    for (const { socket } of sockets) socket.destroy();
  });

  function closedBy(listening: Server, count: number): Promise<void> {
    return new Promise((resolve) => {
      let closed = 0;
      listening.on('connection', (socket: Socket) => {
        socket.once('close', () => {
          closed += 1;
          if (closed === count) resolve();
        });
      });
    });
  }

  async function areCut(start: string): Promise<void> {
    const sockets = await open(many, start);
    const answer = await fetch(`http://127.0.0.1:${port}/login`);
    expect(answer.status, 'somebody else meanwhile').to.equal(200);
    await Promise.all(sockets.map(({ cut }) => cut));
    expect(sockets.every(({ socket }) => socket.destroyed)).to.equal(true);
  }

  async function open(count: number, start: string, then?: (socket: Socket) => void) {
    return Promise.all(
      Array.from({ length: count }, async () => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => socket.destroy());
        const cut = new Promise<void>((resolve) => socket.once('close', () => resolve()));
        await once(socket, 'connect');
        if (then) then(socket);
        else socket.resume();
        if (start) socket.write(start);
        return { socket, cut };
      }),
    );
  }
});
