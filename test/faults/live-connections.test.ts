import { expect } from 'chai';
import { listenLive } from '../support/live.js';
import {
  type Installation,
  makeInstallation,
  type Program,
  signInThroughForm,
  startProgram,
} from '../support/program.js';

describe('FAULTS 36: a stop while pages are open', function () {
  this.timeout(60_000);
  let installation: Installation;
  let program: Program;

  before(async () => {
    installation = await makeInstallation();
    program = await startProgram(installation.environment);
  });
  after(() => installation.remove());

  it('ends their live connections in good order and does not wait for them', async () => {
    const jonas = await signInThroughForm(program.origin, 'jonas@example.com');
    const line = await listenLive(jonas);
    const end = line.next();
    expect(await program.kill('SIGTERM')).to.equal(0);
    expect(await end).to.equal('end');
  });
});
