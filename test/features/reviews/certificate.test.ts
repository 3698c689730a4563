import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { verifyReview } from '../../../server/commands/verify-review.js';
import { table } from '../../../server/core/database/index.js';
import { type ChainEntry, faultsIn } from '../../../server/features/reviews/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World } from '../../support/world.js';

describe('The approval certificate', () => {
  let app: TestApp;
  let world: World;
  let folder: string;
  let entries: ChainEntry[];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
    app = await startTestApp();
    world = await makeWorld();
    const sofia = await app.signedIn(world.people.sofia.userId);
    const decide = (decision: string) =>
      sofia.post(`/portal/reviews/${world.round}/decision`, { decision, comment: 'Said.' });
    await decide('changes');
    await table('review_rounds').where({ id: world.round }).update({ status: 'open' });
    await table('review_approvers').update({ decision: null });
    await decide('approved');
    const jonas = await app.signedIn(world.people.jonas.userId);
    const answer = await jonas.get(`/tasks/${world.tasks.logo}/reviews/certificate`);
    expect(answer.headers.get('content-disposition')).to.include('.json');
    entries = (JSON.parse(answer.text) as { entries: ChainEntry[] }).entries;
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await app.close();
  });

  /** Runs the command, and answers with what it says. */
  const run = async (file: string): Promise<string> => {
    const said: string[] = [];
    const { write } = process.stdout;
    process.stdout.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
    try {
      await verifyReview.run([file]);
    } catch (error) {
      said.push((error as Error).message);
    } finally {
      process.stdout.write = write;
    }
    return said.join('');
  };
  const verify = (certificate: unknown) => {
    const file = path.join(folder, 'certificate.json');
    writeFileSync(
      file,
      typeof certificate === 'string' ? certificate : JSON.stringify(certificate),
    );
    return run(file);
  };
  const wrapped = (changed: unknown[]) => ({
    kind: 'approval-certificate',
    version: 1,
    entries: changed,
  });

  it('binds each decision to the text, to each file and to the decision before', async () => {
    expect(faultsIn(entries)).to.deep.equal([]);
    const [first, second] = entries;
    expect(second?.previousHash).to.equal(first?.hash);
    const file = await table('files').where({ id: world.files.shared }).first();
    const content = JSON.parse(second?.content ?? '{}') as Record<string, unknown>;
    expect(content).to.deep.include({ decision: 'approved', round: 1, comment: 'Said.' });
    expect(content.files).to.deep.equal([
      { name: 'logo-draft.txt', sizeBytes: 17, sha256: file?.sha256 },
    ]);
    expect(JSON.stringify(content)).not.to.include('127.0.0.1');
  });

  it('is checked by a command that needs nothing but the file', async () => {
    expect(await verify(wrapped(entries)))
      .to.include('Sofia Lindqvist: approved, #1 Redraw the harbour logo')
      .and.include('2 decisions: each is as it was written');
    expect(await verify('no certificate')).to.include('no approval certificate');
    expect(await run(path.join(folder, 'missing'))).to.include('cannot be read');
  });

  it('shows every change that was made to it afterwards', async () => {
    const [first, second] = entries as [ChainEntry, ChainEntry];
    const forged = { ...second, content: second.content.replace('approved', 'changes') };
    expect(await verify(wrapped([first, forged]))).to.include('Decision 2 was changed');
    expect(await verify(wrapped([second, first]))).to.include('not in its place');
    const unlinked = { ...second, previousHash: 'f'.repeat(64) };
    expect(await verify(wrapped([first, unlinked]))).to.include('was changed');
    expect(await verify(wrapped([{ ...first, previousHash: 'f'.repeat(64) }]))).to.include(
      'does not follow',
    );
  });

  it('is for the team that sees the task', async () => {
    const address = `/tasks/${world.tasks.logo}/reviews/certificate`;
    const elin = await app.signedIn(world.people.elin.userId);
    expect((await elin.get(address)).status).to.equal(404);
    const sofia = await app.signedIn(world.people.sofia.userId);
    expect((await sofia.get(address)).status).to.equal(404);
  });
});
