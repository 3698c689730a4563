import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import {
  createWorkspace,
  findWorkspace,
  primaryWorkspace,
  raiseAccessVersion,
} from '../../../server/features/workspaces/index.js';
import { openTestDatabase } from '../../support/database.js';
import { outcomeOf } from '../memberships/rights.js';

describe('Workspaces', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.drop());

  it('are none before the installer has made the first', async () => {
    const failure = await primaryWorkspace().catch((error: Error) => error.message);
    expect(failure).to.equal('The installation has no workspace yet');
  });

  it('stand side by side, one of them the primary', async () => {
    const first = await createWorkspace({ name: 'Marlow & Finch', isPrimary: true });
    const second = await createWorkspace({ name: 'Finch Media', isPrimary: false });
    expect((await primaryWorkspace()).id).to.equal(first);
    expect((await findWorkspace(second)).name).to.equal('Finch Media');
    expect(await outcomeOf(findWorkspace(999))).to.equal('NotFound');
  });

  it('count every change of access by itself, also two at the same moment', async () => {
    const { id, access_version } = await primaryWorkspace();
    await Promise.all([raiseAccessVersion(id), raiseAccessVersion(id)]);
    expect((await findWorkspace(id)).access_version).to.equal(access_version + 2);
    const others = await table('workspaces').whereNot({ id }).pluck('access_version');
    expect(others).to.eql([1]);
  });
});
