import { once } from 'node:events';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import {
  type Installation,
  makeInstallation,
  runProgram,
  signInThroughForm,
  startProgram,
} from '../support/program.js';
import { Visitor } from '../support/visitor.js';

describe('Starting and stopping', function () {
  this.timeout(60_000);
  let installation: Installation;
  beforeEach(async () => {
    installation = await makeInstallation();
  });
  afterEach(() => installation.remove());

  it('FAULTS 36: lets a request under way finish when it is asked to stop, and ends', async () => {
    const program = await startProgram(installation.environment);
    const socket = connect(Number(new URL(program.origin).port), '127.0.0.1');
    const body = 'email=a%40example.com&password=x';
    socket.write(
      `POST /login HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    // "100 Continue" says that the request has reached the program.
    await new Promise((resolve) => socket.once('data', resolve));
    const ended = program.kill('SIGTERM');
    socket.write(body);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1\.1 403 /);
    expect(await ended).to.equal(0);
  });

  it('FAULTS 18: refuses to serve a data directory twice and says who serves it', async () => {
    const program = await startProgram(installation.environment);
    const second = await runProgram(installation.environment);
    expect(second.code).to.equal(1);
    expect(second.output).to.include(`Process ${program.pid} already serves`);
    await program.kill('SIGKILL');
    const third = await startProgram(installation.environment);
    await third.kill('SIGTERM');
  });

  it('says that a port is taken and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, output } = await runProgram({ ...installation.environment, PORT: String(port) });
    other.close();
    expect(code).to.equal(1);
    expect(output).to.include(`Port ${port} is taken`).and.not.include('    at ');
  });

  it('says which setting is wrong', async () => {
    const { code, output } = await runProgram({ ...installation.environment, PORT: 'eighty' });
    expect(code).to.equal(1);
    expect(output)
      .to.include('PORT (environment): found "eighty", allowed is 0 to 65535.')
      .and.not.include('    at ');
  });

  it('CVE 16: stays closed and says what to do when the settings file of a finished installation is gone', async () => {
    rmSync(path.join(installation.folder, 'data/settings.json'));
    const { code, output } = await runProgram(installation.environment);
    expect(code).to.equal(1);
    expect(output).to.include('settings file is missing');
  });

  it('FAULTS 39: asks everybody to sign in again after the secret key was changed, without an error', async () => {
    const before = await startProgram(installation.environment);
    const priya = await signInThroughForm(before.origin, 'priya@example.com');
    await before.kill('SIGTERM');
    writeFileSync(
      path.join(installation.folder, 'data/secret.key'),
      'ab'.repeat(16) + 'cd'.repeat(16),
    );
    const after = await startProgram(installation.environment);
    const answer = await fetch(`${after.origin}/projects`, {
      headers: { cookie: priya.cookieHeader() },
      redirect: 'manual',
    });
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.match(/^\/login/);
    await after.kill('SIGTERM');
  });

  it('FAULTS 14: keeps pages open when the uploads folder is not there, and says so for the file', async () => {
    const program = await startProgram(installation.environment);
    const priya = await signInThroughForm(program.origin, 'priya@example.com');
    renameSync(
      path.join(installation.folder, 'uploads/files'),
      path.join(installation.folder, 'elsewhere'),
    );
    const file = `/files/${installation.world.files.shared}`;
    expect((await priya.get(`/tasks/${installation.world.tasks.logo}`)).status).to.equal(200);
    const missing = await priya.get(`${file}/download`);
    expect(missing.status).to.be.within(400, 499);
    expect(missing.text).to.include('missing');
    renameSync(
      path.join(installation.folder, 'elsewhere'),
      path.join(installation.folder, 'uploads/files'),
    );
    expect((await priya.get(`${file}/download`)).text).to.include('The logo in words');
    await program.kill('SIGTERM');
  });

  it('FAULTS 13: names the folder and its user when it cannot write there', async () => {
    const isRoot = process.getuid?.() === 0;
    // The superuser may write everywhere but into the kernel's own file systems.
    const data = isRoot ? '/sys/task-session' : path.join(installation.folder, 'data');
    if (!isRoot) chmodSync(data, 0o500);
    const { code, output } = await runProgram({
      ...installation.environment,
      DATA_DIRECTORY: data,
    });
    if (!isRoot) chmodSync(data, 0o700);
    expect(code).to.equal(1);
    expect(output).to.include(`cannot write to ${data}`);
    expect(output).to.include(`it runs as user ${process.getuid?.()}`);
    expect(output).not.to.include('    at ');
  });

  it('SEC 64 CVE 56: writes no password, cookie, token or form into its log', async () => {
    const program = await startProgram(installation.environment);
    const priya = await signInThroughForm(program.origin, 'priya@example.com');
    await priya.get('/projects');
    await priya.get('/reset-password/a-very-secret-token');
    await priya.get('/login/link/a-very-secret-token');
    await program.kill('SIGTERM');
    expect(program.output()).to.include('"path":"/projects"');
    for (const secret of [
      'correct horse',
      'session=',
      's%3A',
      '_csrf',
      'a-very-secret-token',
      'headers',
    ]) {
      expect(program.output(), secret).not.to.include(secret);
    }
  });

  it('SEC 65: notes each refusal and who met it, in UTC, in a line of its own that nobody else can write', async () => {
    const program = await startProgram(installation.environment);
    const forged = '{"level":30,"msg":"forged","path":"/forged"}';
    const jonas = await signInThroughForm(program.origin, 'jonas@example.com');
    await jonas.get('/users');
    await jonas.get(`/projects/%0A${encodeURIComponent(forged)}%0D%0A`);
    const headers = { 'user-agent': forged, referer: forged };
    const stranger = new Visitor(program.origin);
    await stranger.post('/login', { email: `x\n${forged}\n`, password: 'wrong' }, headers);
    await program.kill('SIGTERM');
    const lines = program
      .output()
      .split('\n')
      .filter((line) => line.includes('"path"'));
    const noted = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const { userId } = installation.world.people.jonas;
    const refused = noted.find(({ path: at }) => at === '/users');
    expect(refused).to.include({ status: 403, method: 'GET', userId });
    expect(noted.some(({ path: at, status }) => at === '/login' && status === 422)).to.equal(true);
    expect(noted.filter(({ msg }) => msg === 'forged')).to.deep.equal([]);
    for (const { time, reference } of noted) {
      expect(time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(reference).to.match(/^[0-9A-F]{8}$/);
    }
    expect(noted.find(({ path: at }) => String(at).includes('forged'))?.status).to.equal(404);
  });
});
