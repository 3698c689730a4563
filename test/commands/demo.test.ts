import { expect } from 'chai';
import { openInstallation } from '../../server/boot.js';
import { loadConfig } from '../../server/core/config/index.js';
import { closeDatabase, table } from '../../server/core/database/index.js';
import { setClock } from '../../server/core/dates/clock.js';
import { type Instance, makeInstance } from '../bench/instance.js';

type Rows = Record<string, unknown>[];

/** What people see of the demo; keys of stored files and passwords are random. */
const shown = {
  users: ['name', 'email', 'job_title', 'hue', 'last_sign_in_at'],
  companies: ['name', 'address', 'website'],
  projects: ['name', 'status', 'start_on', 'due_on', 'tasks_count', 'tasks_done_count'],
  teams: ['name', 'description', 'hue'],
  team_members: ['team_id', 'membership_id'],
  project_assignments: ['project_id', 'membership_id', 'is_direct'],
  tasks: ['title', 'column_id', 'visibility', 'due_on', 'created_at', 'completed_at'],
  task_assignees: ['task_id', 'membership_id'],
  comments: ['subject_id', 'author_user_id', 'visibility', 'body', 'created_at'],
  milestones: ['name', 'due_on', 'visibility', 'project_id'],
  labels: ['name', 'hue', 'project_id'],
  task_labels: ['task_id', 'label_id'],
  checklist_items: ['task_id', 'text', 'done_at'],
  task_dependencies: ['task_id', 'blocked_by_task_id'],
  review_rounds: ['task_id', 'status', 'due_on'],
  review_approvers: ['round_id', 'membership_id'],
  files: ['subject_id', 'name', 'size_bytes', 'sha256', 'created_at'],
  events: ['name', 'subject_id', 'project_id', 'actor_name', 'visibility', 'data', 'created_at'],
};

describe('The demo', function () {
  this.timeout(60_000);
  const moment = Date.now();
  const made: Instance[] = [];
  let first: Record<string, Rows>;

  before(async () => {
    setClock(() => moment);
    first = await readDemo();
  });
  after(() => {
    setClock();
    for (const instance of made) instance.remove();
  });

  async function readDemo(): Promise<Record<string, Rows>> {
    const instance = await makeInstance(0);
    made.push(instance);
    await openInstallation(loadConfig({ ...instance.environment, WORKER: '0' }));
    const read: Record<string, Rows> = {};
    for (const [name, columns] of Object.entries(shown)) {
      read[name] = (await table(name).orderBy('id').select(columns)) as Rows;
    }
    await closeDatabase();
    return read;
  }

  const rows = (name: keyof typeof shown): Rows => first[name] ?? [];
  const values = (name: keyof typeof shown, column: string) =>
    rows(name).map((row) => row[column] as string);

  it('is the same agency each time', async () => {
    expect(await readDemo()).to.deep.equal(first);
  });

  it('plans its work: milestones, labels, checklists, what waits, and reviews that await clients', () => {
    for (const name of ['milestones', 'labels', 'task_labels', 'checklist_items'] as const)
      expect(rows(name).length, name).to.be.greaterThan(5);
    expect(rows('task_dependencies').length).to.be.greaterThan(0);
    expect(rows('review_rounds').length).to.be.greaterThan(0);
    expect(rows('review_approvers').length).to.be.greaterThan(0);
  });

  it('has projects in every state, with comments and files', () => {
    const states = new Set(values('projects', 'status'));
    expect([...states]).to.have.members(['planned', 'active', 'on_hold', 'completed']);
    expect(rows('comments').length).to.be.above(20);
    expect(rows('files').length).to.be.above(5);
  });

  it('has departments, each with people who are on projects through it', () => {
    expect(values('teams', 'name')).to.deep.equal(['Design', 'Development', 'Search']);
    expect(rows('team_members').length).to.be.above(6);
    const through = rows('project_assignments').filter(({ is_direct }) => is_direct === 0);
    expect(through.length).to.be.above(2);
  });

  it('tells how all of it came about, in the order in which it happened', () => {
    const count = (name: string) => values('events', 'name').filter((one) => one === name).length;
    expect(count('task.created')).to.equal(rows('tasks').length);
    expect(count('comment.added')).to.equal(rows('comments').length);
    expect(count('file.added')).to.equal(rows('files').length);
    const finished = rows('tasks').filter(({ completed_at }) => completed_at !== null);
    expect(count('task.completed')).to.equal(finished.length);
    const moments = rows('events').map(({ created_at }) => Number(created_at));
    expect(moments).to.deep.equal([...moments].sort((one, other) => one - other));
    expect(Math.max(...moments)).to.be.at.most(moment);
    expect(values('events', 'actor_name')).not.to.include('');
  });

  it('lets nothing happen to a task before there is one', () => {
    for (const { title, created_at, completed_at } of rows('tasks')) {
      if (completed_at === null) continue;
      expect(Number(created_at), String(title)).to.be.below(Number(completed_at));
    }
  });
});
