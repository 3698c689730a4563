import { expect } from 'chai';
import { table, transaction } from '../../../server/core/database/index.js';
import { HttpError } from '../../../server/core/http/index.js';
import type { Actor, Permission } from '../../../server/core/permissions/index.js';
import { isGood } from '../../../server/features/access/explain-places.js';
import {
  type AskedRecord,
  explainRecord,
  recordAt,
} from '../../../server/features/access/explain-records.js';
import { archiveCompany } from '../../../server/features/clients/companies.service.js';
import { addComment } from '../../../server/features/comments/comments.service.js';
import { deleteFile, shareFile } from '../../../server/features/files/files.service.js';
import { findContact, findMember, type PersonRow } from '../../../server/features/people/index.js';
import { deactivatePerson } from '../../../server/features/people/leaving.service.js';
import {
  archiveProject,
  deleteProject,
} from '../../../server/features/projects/projects.service.js';
import { assignTask } from '../../../server/features/tasks/task-assignment.service.js';
import { deleteTask } from '../../../server/features/tasks/tasks.service.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { testSeed } from '../../support/trials.js';
import type { Visitor } from '../../support/visitor.js';
import { makeWorld, type World } from '../../support/world.js';
import { comment, countAll, file } from '../../support/world-parts.js';
import { actorOf } from '../memberships/rights.js';
import { type RandomPerson, randomPeople } from '../visibility/random-people.js';

describe('Explain and enforcement', () => {
  let app: TestApp;
  let world: World;

  before(async () => {
    app = await startTestApp();
    world = await makeWorld();
  });
  after(() => app.close());

  it(`are one: whatever is granted, set, assigned and shared, both say the same of every record (seed ${testSeed})`, async function () {
    this.timeout(180_000);
    const thrown = await randomPeople(world, 16);
    const addresses = await everything(thrown);
    const { priya, jonas, sofia } = world.people;
    // Those with the built-in roles, too, so that each verb is allowed to somebody.
    const people: RandomPerson[] = [
      ...thrown,
      { person: priya, audience: 'team' },
      { person: jonas, audience: 'team' },
      { person: sofia, audience: 'client' },
    ];
    const asker = await actorOf(world.workspaceId, world.people.priya);
    const verdicts = new Map<Permission, Set<boolean>>();
    for (const { person, audience } of people) {
      const them = await actorOf(world.workspaceId, person);
      const visitor = await app.signedIn(person.userId);
      for (const address of addresses) {
        const record = await recordAt(asker, address);
        for (const { permission, allowed, causes } of await explainRecord(them, record)) {
          const said = `${person.name} (${audience}) ${permission} ${address}`;
          expect(causes.length, said).to.be.greaterThan(0);
          for (const cause of causes) expect(isGood(cause), said).to.equal(allowed);
          expect(await isDone({ visitor, them, record }, permission), said).to.equal(allowed);
          verdicts.set(permission, (verdicts.get(permission) ?? new Set()).add(allowed));
        }
      }
    }
    const oneSided = [...verdicts].filter(([, seen]) => seen.size < 2).map(([name]) => name);
    expect(oneSided, 'each is allowed to some and refused to others').to.deep.equal([]);
  });

  async function everything(people: readonly RandomPerson[]): Promise<string[]> {
    const { workspaceId, tasks, projects } = world;
    const [member, contact] = ['team', 'client'].map(
      (wanted) => people.find(({ audience }) => audience === wanted)?.person.userId as number,
    ) as [number, number];
    await comment(workspaceId, tasks.budget, contact, 'client', 'Marked, on a hidden task');
    await comment(workspaceId, tasks.logo, member, 'internal', 'Said among us');
    await file(workspaceId, tasks.logo, member, 'client', 'member.txt', 'By a member');
    const onProject = await file(workspaceId, tasks.logo, contact, 'client', 'whole.txt', 'All');
    await table('files')
      .where({ id: onProject })
      .update({ subject_type: 'project', subject_id: projects.website });
    await countAll();
    const own = [];
    for (const house of ['projects', 'tasks', 'files', 'comments', 'companies']) {
      const rows = (await table(house).select('id')) as { id: number }[];
      own.push(...rows.map(({ id }) => `/${house}/${id}`));
    }
    return [
      ...own,
      `/users/${world.people.priya.userId}`,
      `/users/${world.people.elin.userId}`,
      `/users/${member}`,
      `/clients/${world.people.sofia.userId}`,
      `/clients/${contact}`,
    ];
  }
});

interface Attempt {
  visitor: Visitor;
  them: Actor;
  record: AskedRecord;
}

/** Whether the product really lets somebody do it: its page opens, or its service goes through. */
async function isDone(attempt: Attempt, permission: Permission): Promise<boolean> {
  const path = pageFor(attempt, permission);
  if (path === undefined) return goesThrough(() => change(attempt, permission));
  const { status } = await attempt.visitor.get(path);
  expect(status, path).to.be.oneOf([200, 302, 303, 403, 404]);
  // One's own page leads on to the profile, and a comment to its place.
  return attempt.record.type === 'comment' ? status < 400 : status === 200;
}

function pageFor({ them, record }: Attempt, permission: Permission): string | undefined {
  const { type, href } = record;
  const isClient = them.kind === 'client';
  const upload = `/files/new?subject_type=${type}&subject_id=${href.split('/')[2]}`;
  const inPortal = isClient && type !== 'comment' ? `/portal${href}` : href;
  const pages: Partial<Record<`${AskedRecord['type']} ${Permission}`, string>> = {
    'project projects.view': inPortal,
    'project projects.edit': `${href}/settings`,
    'project projects.manage_access': `${href}/people`,
    'project tasks.create': `/tasks/new?project_id=${href.split('/')[2]}`,
    'project tasks.manage_columns': `${href}/columns`,
    'project files.upload': upload,
    'task tasks.view': inPortal,
    'task tasks.edit': `${href}/edit`,
    'task tasks.change_status': `${href}/move`,
    'task tasks.share': `${href}/visibility`,
    'task files.upload': upload,
    'file files.view': inPortal,
    'comment tasks.view': href,
    'comment tasks.comment': `${href}/edit`,
    'company clients.view': href,
    'company clients.edit': `${href}/edit`,
    'person users.view': href,
    'person users.edit': `${href}/edit`,
    'person clients.view': href,
    'person clients.edit': `${href}/edit`,
  };
  return pages[`${type} ${permission}`];
}

async function change({ them, record }: Attempt, permission: Permission): Promise<void> {
  if (record.type === 'project') {
    const { id, name } = record.project;
    if (permission === 'projects.archive') await archiveProject(them, id);
    else if (permission === 'projects.delete') await deleteProject(them, id, name);
    else throw new Error(permission);
  } else if (record.type === 'task') {
    const { id } = record.task;
    if (permission === 'tasks.assign') await assignTask(them, id, []);
    else if (permission === 'tasks.delete') await deleteTask(them, id);
    else if (permission === 'tasks.comment')
      await addComment(them, { subject: { type: 'task', id }, body: 'A', visibility: 'internal' });
    else throw new Error(permission);
  } else if (record.type === 'file') {
    const { id, visibility } = record.file;
    if (permission === 'files.share') await shareFile(them, id, visibility);
    else await deleteFile(them, id);
  } else if (record.type === 'company') await archiveCompany(them, record.company.id, true);
  else if (record.type === 'person') await deactivateFound(them, record.row);
  else throw new Error(permission);
}

async function deactivateFound(them: Actor, { audience, user_id }: PersonRow): Promise<void> {
  const find = audience === 'team' ? findMember : findContact;
  await deactivatePerson(them, await find(them, user_id));
}

/** Makes a change and takes it back. */
async function goesThrough(work: () => Promise<void>): Promise<boolean> {
  const back = new Error('Taken back');
  try {
    await transaction(async () => {
      await work();
      throw back;
    });
  } catch (error) {
    if (error === back) return true;
    if (!(error instanceof HttpError)) throw error;
  }
  return false;
}
