import { connect } from 'node:net';
import { expect } from 'chai';
import { allIds, allRoutes, dump, fillPath, parametersOf } from '../support/addresses.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Visitor } from '../support/visitor.js';
import { makeWorld, type World } from '../support/world.js';

describe('Abuse', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  it('CVE 14: reaches nothing by another spelling, method or ending of an address', async () => {
    const jonas = await app.signedIn(world.people.nora.userId);
    const task = `/portal/tasks/${world.tasks.logo}`;
    const spellings = [
      `${task}.json`,
      `${task}/`,
      `/${task}`,
      task.toUpperCase(),
      `${task}%2f`,
      `${task}%00`,
      `/portal//tasks/${world.tasks.logo}`,
      `/portal/./tasks/${world.tasks.logo}`,
      `${task}?format=json`,
    ];
    for (const path of spellings) {
      const answer = await jonas.get(path);
      expect(answer.status, path).to.be.within(400, 404);
      expect(answer.text).not.to.include('Redraw the harbour logo');
    }
    for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      expect((await jonas.send(task, { method })).status, method).to.be.within(400, 404);
    }
  });

  it('CVE 30: believes no header that says who somebody is or where they want to go', async () => {
    for (const header of [
      'x-original-url',
      'x-rewrite-url',
      'x-forwarded-user',
      'remote-user',
      'x-remote-user',
      'x-http-method-override',
    ]) {
      const answer = await app
        .visitor()
        .get('/projects', { [header]: header.includes('url') ? '/login' : 'priya@example.com' });
      expect(answer.location, header).to.match(/^\/login/);
    }
  });

  it('SEC 24: changes nothing by GET', async () => {
    const ids = await allIds();
    const before = await dump();
    for (const { method, path } of allRoutes()) {
      if (method !== 'get') continue;
      const values = Object.fromEntries(
        parametersOf(path).map((name) => [name, ids[name]?.[0] ?? 1]),
      );
      await priya.get(fillPath(path, values));
    }
    expect(await dump()).to.equal(before);
  });

  it('FAULTS 35: goes on while a thousand visitors break off', async () => {
    const { port } = new URL(app.origin);
    const breakOff = () =>
      new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => {
          socket.write(
            'POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=',
          );
          socket.destroy();
          resolve();
        });
        socket.on('error', () => resolve());
      });
    for (let round = 0; round < 20; round += 1)
      await Promise.all(Array.from({ length: 50 }, breakOff));
    expect((await priya.get('/projects')).status).to.equal(200);
  });

  it('FAULTS 34: gives at most a hundred rows, whatever is asked for', async () => {
    for (const path of [
      '/projects?per_page=1000000&page=999999999',
      '/projects?page=-1',
      '/projects?page=abc',
      '/projects?sort=password_hash',
      "/projects?sort=name'--",
      '/users?sort=(select+1)',
      '/clients?page=1e9',
    ]) {
      expect((await priya.get(path)).status, path).to.equal(200);
    }
  });

  it('CVE 36: hands nothing of a request to the template engine', async () => {
    const poison =
      'settings[view options][outputFunctionName]=x;process.exit()//&settings[view options][client]=1&cache=0&_with=1&debug=1&delimiter=x';
    for (const path of ['/projects', '/login', `/tasks/${world.tasks.logo}`]) {
      const answer = await priya.get(`${path}?${poison}`);
      expect(answer.status, path).to.be.lessThan(500);
    }
  });
});
