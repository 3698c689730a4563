import { expect } from 'chai';
import { listProjectPeople } from '../../../server/features/projects/project-people.queries.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type Person, type World } from '../../support/world.js';
import { makePerson, makeRole } from '../memberships/rights.js';

const many = 70;

describe('The people of a project, when the agency has more than a form can show', () => {
  let app: TestApp;
  let world: World;
  let priya: Visitor;
  let crowd: Person[];

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
    const role = await makeRole(world.workspaceId, 'One of many', { 'projects.view': 'assigned' });
    crowd = [];
    for (let number = 0; number < many; number += 1)
      crowd.push(await makePerson(world.workspaceId, `Crowd ${number} Öberg`, [role]));
    priya = await app.signedIn(world.people.priya.userId);
  });
  after(() => app.close());

  const address = () => `/projects/${world.projects.website}/people`;
  const on = async () => {
    const { team, clients } = await listProjectPeople(world.projects.website);
    return [...team, ...clients].map(({ membershipId }) => membershipId).sort((a, b) => a - b);
  };
  const ticked = (html: string) =>
    [...html.matchAll(/name="membership_ids" value="(\d+)" checked/g)].map(([, id]) => Number(id));
  const offered = (html: string) => html.match(/name="membership_ids"/g)?.length ?? 0;

  it('shows those who are on it and a way to find the others', async () => {
    const { text } = await priya.get(address());
    expect(text).to.include('Jonas Okafor').and.include('name="find"').and.not.include('Crowd 5 ');
    expect(ticked(text).sort((a, b) => a - b)).to.deep.equal(await on());
    expect(offered(text)).to.be.below(many);
  });

  it('finds by name and e-mail, whatever the case, and keeps every tick', async () => {
    const before = await on();
    const elin = world.people.elin.membershipId;
    const chosen = [...before, elin];
    for (const find of ['crowd 7 ', 'CROWD.7.'] as const) {
      const { status, text } = await priya.post(address(), {
        membership_ids: chosen,
        find,
        step: 'find',
      });
      expect(status, find).to.equal(200);
      expect(text, find).to.include('Crowd 7 Öberg').and.not.include('Crowd 8 ');
      expect(
        ticked(text).sort((a, b) => a - b),
        find,
      ).to.deep.equal(chosen.sort((a, b) => a - b));
    }
    expect(await on(), 'looking changes nothing').to.deep.equal(before);
  });

  it('says when nobody matches, and when more match than fit', async () => {
    const look = async (find: string) => (await priya.post(address(), { find, step: 'find' })).text;
    expect(await look('Nobodyhere')).to.include('Nobody matches “Nobodyhere”');
    expect(await look('crowd')).to.include('More people match “crowd” than fit here');
    expect(offered(await look('crowd'))).to.be.below(many);
    expect(await look('<b>')).to.include('“&lt;b&gt;”');
  });

  it('puts whoever was found on the project, beside those who were ticked', async () => {
    const before = await on();
    const [one] = crowd.slice(7);
    const chosen = [...before, one?.membershipId ?? 0];
    const answer = await priya.post(address(), { membership_ids: chosen, find: 'crowd 7' });
    expect(answer.status).to.equal(303);
    expect(await on()).to.deep.equal(chosen.sort((a, b) => a - b));
  });

  it('finds people for a new project too, with all that was typed kept', async () => {
    const { membershipId } = world.people.priya;
    const fields = { name: 'Many hands', status: 'active', hue: 'teal', step: 'find' };
    const typed = { ...fields, description: 'Half written', membership_ids: membershipId };
    const { text } = await priya.post('/projects', { ...typed, find: 'crowd 9 ' });
    expect(text).to.include('value="Many hands"').and.include('Half written');
    expect(text).to.include('Crowd 9 Öberg');
    expect(ticked(text)).to.deep.equal([membershipId]);
  });

  it('finds only contacts whom the reader may see', async () => {
    const grants = {
      'projects.view': 'assigned',
      'projects.manage_access': 'assigned',
      'clients.view': 'assigned',
    } as const;
    const role = await makeRole(world.workspaceId, 'Lead of one', grants);
    const lead = await makePerson(world.workspaceId, 'Lea Lead', [role]);
    const visitor = await app.signedIn(lead.userId);
    await priya.post(address(), { membership_ids: [...(await on()), lead.membershipId] });
    const { text } = await visitor.post(address(), { find: 'Nora', step: 'find' });
    expect(text).to.include('Sofia Lindqvist').and.not.include('Nora Quist');
  });
});
