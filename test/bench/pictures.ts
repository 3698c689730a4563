// `npm run pictures`: takes the README's pictures anew, on the demo agency in a real browser.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createApp } from '../../server/app.js';
import { openInstallation } from '../../server/boot.js';
import { loadConfig, projectRoot } from '../../server/core/config/index.js';
import { table } from '../../server/core/database/index.js';
import { openBrowser, openWindow, widths } from '../support/browser.js';
import { signIn } from './capture.js';
import { makeInstance } from './instance.js';

const folder = path.join(projectRoot, 'docs/pictures');
mkdirSync(folder, { recursive: true });
const instance = await makeInstance(0);
const config = loadConfig({ ...instance.environment, WORKER: '0' });
await openInstallation(config);
const server = createServer(createApp(config));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const browser = await openBrowser();
const admin = await signIn(origin, instance.signInAs.admin, instance.password);
const client = await signIn(origin, instance.signInAs.client, instance.password);
const { id } = (await table('projects').where({ name: 'Website relaunch' }).first('id')) as {
  id: number;
};
const task = (await table('tasks')
  .where({ project_id: id, visibility: 'client' })
  .orderByRaw('files_count > 0 DESC, comments_count DESC')
  .first('id')) as { id: number };

const pictures = [
  {
    name: 'board-light',
    visitor: admin,
    path: `/projects/${id}/board`,
    width: widths.desk,
    dark: false,
  },
  {
    name: 'board-dark',
    visitor: admin,
    path: `/projects/${id}/board`,
    width: widths.desk,
    dark: true,
  },
  {
    name: 'board-phone',
    visitor: admin,
    path: `/projects/${id}/board`,
    width: widths.phone,
    dark: false,
  },
  { name: 'dashboard', visitor: admin, path: '/', width: widths.desk, dark: false },
  { name: 'task', visitor: admin, path: `/tasks/${task.id}`, width: widths.desk, dark: false },
  { name: 'people', visitor: admin, path: '/users', width: widths.desk, dark: false },
  {
    name: 'portal',
    visitor: client,
    path: `/portal/projects/${id}`,
    width: widths.desk,
    dark: false,
  },
  {
    name: 'portal-phone',
    visitor: client,
    path: `/portal/projects/${id}`,
    width: widths.phone,
    dark: true,
  },
  { name: 'sign-in', visitor: undefined, path: '/login', width: widths.desk, dark: false },
];

for (const picture of pictures) {
  const context = await openWindow(browser, origin, picture, picture.visitor);
  const page = await context.newPage();
  await page.goto(picture.path);
  await page.screenshot({ path: path.join(folder, `${picture.name}.png`) });
  await context.close();
}
await browser.close();
instance.remove();
process.exit(0);
