import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { useSecretKey } from '../../../server/core/crypto/index.js';
import { createApplication } from '../../../server/core/http/index.js';
import { testConfig } from '../../support/config.js';
import { sqliteConfig } from '../../support/database.js';
import { Visitor } from '../../support/visitor.js';

describe('Too many changes from one address', () => {
  it('SEC 19: are refused with the time after which to try again', async () => {
    const config = testConfig(tmpdir(), sqliteConfig(''), { changesPerMinute: 10 });
    useSecretKey(config.secretKey);
    const server = createServer(createApplication({ config, routes: [], hasSessions: false }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const visitor = new Visitor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const send = () => visitor.send('/form', { method: 'POST' });
    for (let at = 0; at < 10; at += 1) expect((await send()).status).to.equal(404);
    const refused = await send();
    expect(refused.status).to.equal(429);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
    server.closeAllConnections();
    server.close();
  });
});
