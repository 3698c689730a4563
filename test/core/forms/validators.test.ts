import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { codeFiles, inProject } from '../../architecture/files.js';

/** No field needs as long, not even all together; what backtracks would take hours. */
const patience = 60_000;

describe('What reads typed text', function () {
  this.timeout(patience + 5_000);
  let found: { fields: number; long: string[] };

  before(async () => {
    const forms = codeFiles(['server/features', 'installer']).filter((file) =>
      file.endsWith('.forms.ts'),
    );
    const program = path.join(import.meta.dirname, 'validators-process.ts');
    const addresses = forms.map((file) => pathToFileURL(inProject(file)).href);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', program, ...addresses],
      { timeout: patience, killSignal: 'SIGKILL' },
    );
    found = JSON.parse(stdout);
  });

  it('SEC 10 comes to an end with 100 kB of any sign, in every field of every form', () => {
    expect(found.fields).to.be.at.least(100);
  });

  it('SEC 16 keeps nowhere a text longer than a description may be', () => {
    expect(found.long).to.deep.equal([]);
  });
});
