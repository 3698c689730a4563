import { createUser } from '../../server/features/accounts/index.js';
import { createMembership } from '../../server/features/memberships/index.js';
import { builtInRole, createBuiltInRoles } from '../../server/features/roles/index.js';
import { createWorkspace } from '../../server/features/workspaces/index.js';
import {
  assign,
  assignTask,
  comment,
  company,
  countAll,
  file,
  makeColumns,
  project,
  task,
  team,
} from './world-parts.js';
import {
  dependency,
  discussion,
  label,
  milestone,
  note,
  reviewRound,
  step,
  watcher,
} from './world-task-parts.js';

/** Somebody of the small world. */
export interface Person {
  userId: number;
  membershipId: number;
  name: string;
  email: string;
}

/** The small world that tests speak of: an agency, two client companies, projects one remembers. */
export interface World {
  workspaceId: number;
  people: {
    /** Owner and only Admin. */
    priya: Person;
    /** Staff, on Website relaunch. */
    jonas: Person;
    /** Staff, on the Harbour brand book only. */
    elin: Person;
    /** Contact of Harbour Coffee, on Website relaunch. */
    sofia: Person;
    /** Second contact of Harbour Coffee, on Website relaunch. */
    tom: Person;
    /** Contact of Northwind, on Autumn campaign. */
    nora: Person;
  };
  companies: { harbour: number; northwind: number };
  /** Elin's department, on Secret-Project-Kestrel. */
  teams: { kestrel: number };
  projects: { website: number; campaign: number; internal: number };
  columns: { todo: number; doing: number; review: number; done: number };
  /** Tasks of Website relaunch. */
  tasks: { logo: number; budget: number; sitemap: number };
  /** A task in Autumn campaign that its client sees. */
  campaignTask: number;
  comments: { shared: number; secret: number };
  files: { shared: number; secret: number };
  /** Of Website relaunch. */
  milestones: { shared: number; secret: number };
  /** Of Website relaunch, on the logo, which its client sees. */
  label: number;
  /** A step of the logo. */
  checklistItem: number;
  /** Topics of Website relaunch. */
  discussions: { shared: number; secret: number };
  /** One that the team shares, and one that is Elin's alone. */
  notes: { shared: number; personal: number };
  /** A review of the logo that awaits both contacts of its company. */
  round: number;
  /** Every text that no client may ever read. */
  secrets: string[];
}

/** Password of everybody in the small world who signs in through the form. */
export const worldPassword = 'correct horse battery staple';

/** Fills an empty, migrated database with the small world. */
export async function makeWorld(): Promise<World> {
  const workspaceId = await createWorkspace({ name: 'Marlow & Finch', isPrimary: true });
  await createBuiltInRoles(workspaceId);
  const companies = {
    harbour: await company(workspaceId, 'Harbour Coffee Roasters', 'teal'),
    northwind: await company(workspaceId, 'Northwind Travel', 'amber'),
  };
  const people = await makePeople(workspaceId, companies);
  const author = people.priya.userId;
  const projects = {
    website: await project(workspaceId, companies.harbour, 'Website relaunch', author),
    campaign: await project(workspaceId, companies.northwind, 'Autumn campaign', author),
    internal: await project(workspaceId, null, 'Secret-Project-Kestrel', author),
  };
  await assign(projects.website, [people.jonas, people.sofia, people.tom]);
  await assign(projects.campaign, [people.nora]);
  await assign(projects.internal, [people.elin]);
  const teams = {
    kestrel: await team(workspaceId, 'Secret-Team-Lighthouse', {
      members: [people.elin],
      projects: [projects.internal],
    }),
  };
  const columns = await makeColumns(projects.website);
  const campaignColumns = await makeColumns(projects.campaign);
  const make = (
    columnId: number,
    number: number,
    title: string,
    visibility: string,
    done = false,
  ) =>
    task({
      workspaceId,
      projectId: projects.website,
      columnId,
      number,
      title,
      visibility,
      done,
      author,
    });
  const tasks = {
    logo: await make(columns.doing, 1, 'Redraw the harbour logo', 'client'),
    budget: await make(columns.todo, 2, 'Secret-Task-Budget of the relaunch', 'internal'),
    sitemap: await make(columns.done, 3, 'Sitemap signed off', 'client', true),
  };
  const campaignTask = await task({
    workspaceId,
    projectId: projects.campaign,
    columnId: campaignColumns.todo,
    number: 1,
    title: 'Foreign-Task-Poster for Northwind',
    visibility: 'client',
    done: false,
    author,
  });
  await assignTask(tasks.logo, people.jonas);
  const comments = {
    shared: await comment(workspaceId, tasks.logo, author, 'client', 'Here is the first draft.'),
    secret: await comment(
      workspaceId,
      tasks.logo,
      author,
      'internal',
      'Secret-Comment-Margin is thin.',
    ),
  };
  const files = {
    shared: await file(
      workspaceId,
      tasks.logo,
      author,
      'client',
      'logo-draft.txt',
      'The logo in words',
    ),
    secret: await file(
      workspaceId,
      tasks.logo,
      author,
      'internal',
      'Secret-File-Prices.txt',
      'Secret-Content-Prices',
    ),
  };
  const milestones = {
    shared: await milestone(projects.website, author, 'Launch of the website', 'client'),
    secret: await milestone(projects.website, author, 'Secret-Milestone-Orchid', 'internal'),
  };
  const logoLabel = await label(projects.website, 'Secret-Label-Marigold', tasks.logo);
  const checklistItem = await step(tasks.logo, 'Secret-Step-Anchor');
  const discussions = {
    shared: await discussion(workspaceId, projects.website, author, 'Which photographs?', 'client'),
    secret: await discussion(
      workspaceId,
      projects.website,
      author,
      'Secret-Topic-Lanterns',
      'internal',
    ),
  };
  const notes = {
    shared: await note(workspaceId, author, 'Secret-Note-Passwords', 1),
    personal: await note(workspaceId, people.elin.userId, 'Secret-Note-Raise', 0),
  };
  const round = await reviewRound(workspaceId, {
    taskId: tasks.logo,
    author,
    approvers: [people.sofia, people.tom],
    fileId: files.shared,
  });
  await dependency(tasks.logo, tasks.budget);
  await watcher(tasks.logo, people.jonas.membershipId);
  await countAll();
  const secrets = [
    'Secret-Project-Kestrel',
    'Secret-Task-Budget',
    'Secret-Comment-Margin',
    'Secret-File-Prices',
    'Secret-Milestone-Orchid',
    'Secret-Label-Marigold',
    'Secret-Step-Anchor',
    'Secret-Topic-Lanterns',
    'Secret-Note-Passwords',
    'Secret-Content-Prices',
    'Secret-Note-Harbour',
    'Secret-Team-Lighthouse',
  ];
  return {
    workspaceId,
    people,
    companies,
    teams,
    projects,
    columns,
    tasks,
    campaignTask,
    comments,
    files,
    milestones,
    label: logoLabel,
    checklistItem,
    discussions,
    notes,
    round,
    secrets,
  };
}

async function makePeople(
  workspaceId: number,
  companies: World['companies'],
): Promise<World['people']> {
  const person = async (
    name: string,
    role: 'admin' | 'staff' | 'client',
    companyId: number | null = null,
  ) => {
    const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
    const userId = await createUser({ name, email, status: 'active' });
    const { id } = await builtInRole(workspaceId, role);
    const membershipId = await createMembership({
      workspaceId,
      userId,
      audience: role === 'client' ? 'client' : 'team',
      roleIds: [id],
      companyId,
      status: 'active',
    });
    return { userId, membershipId, name, email };
  };
  return {
    priya: await person('Priya Raman', 'admin'),
    jonas: await person('Jonas Okafor', 'staff'),
    elin: await person('Elin Sandberg', 'staff'),
    sofia: await person('Sofia Lindqvist', 'client', companies.harbour),
    tom: await person('Tom Becker', 'client', companies.harbour),
    nora: await person('Nora Quist', 'client', companies.northwind),
  };
}
