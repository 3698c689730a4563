import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app.js';
import { openInstallation } from '../../server/boot.js';
import { loadConfig } from '../../server/core/config/index.js';
import { useSecretKey } from '../../server/core/crypto/index.js';
import { closeDatabase, observeQueries, table } from '../../server/core/database/index.js';
import { observePages, type RenderedPage } from '../../server/core/http/index.js';
import { useUploads } from '../../server/core/storage/index.js';
import { primaryWorkspace, raiseAccessVersion } from '../../server/features/workspaces/index.js';
import { Visitor } from '../support/visitor.js';
import type { Instance } from './instance.js';

/** A page as the bare server needs it: its statements and what its templates are given. */
export interface CapturedPage {
  name: PageName;
  path: string;
  /** Who looks at it. */
  as: 'nobody' | 'admin' | 'client';
  statements: { sql: string; bindings: unknown[] }[];
  page: RenderedPage;
  bytes: number;
  /** Statements of the first request after somebody's access has changed. */
  queriesAfterChange: number;
}

export type PageName =
  | 'sign-in'
  | 'dashboard'
  | 'projects'
  | 'board'
  | 'task'
  | 'users'
  | 'portal home';

/** Runs the product in this process once over each page and notes what it asks and shows. */
export async function capturePages(instance: Instance): Promise<CapturedPage[]> {
  const config = loadConfig({ ...instance.environment, COMPRESSION: '0', WORKER: '0' });
  useSecretKey(config.secretKey);
  useUploads(config.uploadsDirectory);
  await openInstallation(config);
  const server = createServer(createApp(config));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = {
    nobody: new Visitor(origin),
    admin: await signIn(origin, instance.signInAs.admin, instance.password),
    client: await signIn(origin, instance.signInAs.client, instance.password),
  };
  const captured: CapturedPage[] = [];
  for (const page of await measuredPages()) captured.push(await capture(people[page.as], page));
  server.closeAllConnections();
  server.close();
  // Nobody has been here: otherwise whoever is measured finds less that is new since their last visit.
  await table('sign_ins').delete();
  await closeDatabase();
  return captured;
}

/** Signs a person in through the form. */
export async function signIn(origin: string, email: string, password: string): Promise<Visitor> {
  const visitor = new Visitor(origin);
  await visitor.get('/login');
  const answer = await visitor.post('/login', { email, password });
  if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
  visitor.forgetToken();
  return visitor;
}

async function measuredPages(): Promise<Pick<CapturedPage, 'name' | 'path' | 'as'>[]> {
  const board = (await table('projects').where({ name: 'Measured board' }).first('id')) as {
    id: number;
  };
  const task = (await table('tasks')
    .where('comments_count', '>', 2)
    .where('files_count', '>', 0)
    .orderBy('id')
    .first('id')) as { id: number };
  return [
    { name: 'sign-in', path: '/login', as: 'nobody' },
    { name: 'dashboard', path: '/', as: 'admin' },
    { name: 'projects', path: '/projects', as: 'admin' },
    { name: 'board', path: `/projects/${board.id}/board`, as: 'admin' },
    { name: 'task', path: `/tasks/${task.id}`, as: 'admin' },
    { name: 'users', path: '/users', as: 'admin' },
    { name: 'portal home', path: '/portal', as: 'client' },
  ];
}

async function capture(
  visitor: Visitor,
  details: Pick<CapturedPage, 'name' | 'path' | 'as'>,
): Promise<CapturedPage> {
  // The first visit loads the person and their rights, which later ones find in memory.
  await visitor.get(details.path);
  const statements: CapturedPage['statements'] = [];
  let page: RenderedPage | undefined;
  observeQueries((sql, bindings) => statements.push({ sql, bindings: [...bindings] }));
  observePages((rendered) => {
    page = rendered;
  });
  const answer = await visitor.get(details.path);
  observeQueries();
  observePages();
  if (answer.status !== 200 || !page) throw new Error(`${details.path} answered ${answer.status}`);
  return {
    ...details,
    statements,
    page: plain(page),
    bytes: Buffer.byteLength(answer.text),
    queriesAfterChange: await countAfterChange(visitor, details.path),
  };
}

async function countAfterChange(visitor: Visitor, path: string): Promise<number> {
  const { id } = await primaryWorkspace();
  await raiseAccessVersion(id);
  let count = 0;
  observeQueries(() => {
    count += 1;
  });
  await visitor.get(path);
  observeQueries();
  return count;
}

/** The page as data: getters become values, and what is not data would be missed by the templates. */
function plain(page: RenderedPage): RenderedPage {
  return JSON.parse(JSON.stringify(page)) as RenderedPage;
}
