import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { limitSilence, withoutSilenceLimit } from '../../../server/core/database/silence.js';

const limit = 30;

describe('A connection to a database server that says nothing', () => {
  let server: Server;
  let socket: Socket;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
  });
  afterEach(() => {
    socket.destroy();
    server.close();
  });

  it('is cut while a query waits for its answer', async () => {
    limitSilence(socket, () => true, limit);
    socket.write('query');
    await once(socket, 'close');
  });

  it('stays while nobody waits, and gets the whole time for its next query', async () => {
    let isBusy = false;
    limitSilence(socket, () => isBusy, limit);
    await once(socket, 'timeout');
    expect(socket.destroyed).to.equal(false);
    isBusy = true;
    socket.write('query');
    expect(socket.destroyed).to.equal(false);
    await once(socket, 'close');
  });

  it('stays as long as it takes for work that may take long', async () => {
    limitSilence(socket, () => true, limit);
    await withoutSilenceLimit(async () => {
      socket.write('migration');
      await once(socket, 'timeout');
      expect(socket.destroyed).to.equal(false);
    });
    socket.write('query');
    await once(socket, 'close');
  });
});
