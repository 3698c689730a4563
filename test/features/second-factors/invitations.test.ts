import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import { day, now, setClock } from '../../../server/core/dates/index.js';
import { saveInstallationSettings } from '../../../server/core/settings/index.js';
import { invite } from '../../../server/features/invitations/index.js';
import { createMembership } from '../../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../../server/features/roles/index.js';
import { createWorkspace } from '../../../server/features/workspaces/index.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { makeWorld, type World, worldPassword } from '../../support/world.js';
import { givePasswords, isSignedIn } from '../accounts/signing-in.js';
import { acceptAt, inviteGuest } from '../invitations/guests.js';
import { actorOf, makePerson } from '../memberships/rights.js';
import { codeOf, setUpApp } from './apps.js';

describe('Second factors and invitations', () => {
  let app: TestApp;
  let world: World;

  beforeEach(async () => {
    app = await startTestApp();
    world = await makeWorld();
    await givePasswords();
    const moment = Date.now();
    setClock(() => moment);
  });
  afterEach(() => app.close());

  /** Elin, who has an account here, is invited to another workspace. */
  async function invitationFor(userId: number): Promise<{ path: string; workspaceId: number }> {
    const workspaceId = await createWorkspace({ name: 'Second house', isPrimary: false });
    await createBuiltInRoles(workspaceId);
    const [admin, staff] = [
      await builtInRole(workspaceId, 'admin'),
      await builtInRole(workspaceId, 'staff'),
    ];
    const boss = await makePerson(workspaceId, 'Boss There', [admin.id]);
    const membershipId = await createMembership({
      workspaceId,
      userId,
      audience: 'team',
      roleIds: [staff.id],
      status: 'pending',
    });
    const { link } = await invite(await actorOf(workspaceId, boss), membershipId);
    return { path: new URL(link).pathname, workspaceId };
  }

  it('SEC 43 an invitation lets nobody in to an account that has a second factor without it', async () => {
    const { userId } = world.people.elin;
    const { secret } = await setUpApp(await app.signedIn(userId));
    await table('sessions').delete();
    const { path, workspaceId } = await invitationFor(userId);
    const visitor = app.visitor();
    await visitor.get(path);
    const answer = await visitor.post(path, { current_password: worldPassword });
    expect(answer.location).to.equal('/two-factor');
    expect(await table('sessions')).to.deep.equal([]);
    expect(await table('sign_ins')).to.deep.equal([]);
    const step = await visitor.post('/two-factor', { code: codeOf(secret, 1) });
    expect(step.location).to.equal('/');
    const session = (await table('sessions').first()) as { workspace_id: number };
    expect(session.workspace_id).to.equal(workspaceId);
  });

  it('somebody new has the whole time from when they accepted, however long the invitation lay', async () => {
    const guest = await inviteGuest(world);
    const staff = await builtInRole(world.workspaceId, 'staff');
    await saveInstallationSettings({
      'security.second_factor_days': 3,
      'security.second_factor_roles': { [String(staff.id)]: now() },
    });
    const moment = now() + 6 * day;
    setClock(() => moment);
    const { visitor, answer } = await acceptAt(app, guest.path);
    expect(answer.location).to.equal('/');
    visitor.forgetToken();
    expect(await isSignedIn(visitor)).to.equal(true);
    expect((await visitor.get('/projects')).text).to.include('Your role needs two-factor sign-in');
  });
});
