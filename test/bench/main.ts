// `npm run bench`: the product against a bare page of the same bytes, for each size of the demo.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../server/core/config/index.js';
import { type CapturedPage, capturePages, signIn } from './capture.js';
import { type Instance, makeInstance } from './instance.js';
import { measureInTurn, type Target } from './load.js';
import { type MeasuredProcess, startMeasured } from './measured-process.js';
import { type PageFigures, printTable, type SizeFigures } from './report.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    tasks: { type: 'string', default: '10000,100000' },
    people: { type: 'string', default: '10000' },
    roles: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '16' },
    requests: { type: 'string', default: '150' },
    page: { type: 'string' },
  },
});
/** Part by which a page may differ from the captured one: times of day are told in more or fewer letters. */
const tolerance = 0.02;
const rounds = Number(values.rounds);
const requests = Number(values.requests);
const crowd = { people: Number(values.people), roles: Number(values.roles) };

for (const tasks of values.tasks.split(',').map(Number)) {
  const figures = await benchSize(tasks);
  if (values.json) console.log(JSON.stringify(figures));
  else printTable(figures);
}
process.exit(0);

async function benchSize(tasks: number): Promise<SizeFigures> {
  const instance = await makeInstance(tasks, crowd);
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-bare-'));
  const started: MeasuredProcess[] = [];
  try {
    const pages = await capturePages(instance);
    const pagesFile = path.join(folder, 'pages.json');
    writeFileSync(pagesFile, JSON.stringify(pages));
    const product = await startProduct(instance);
    started.push(product);
    const bare = await startBare(instance, pagesFile);
    started.push(bare);
    const control = await startBare(instance, pagesFile);
    started.push(control);
    return await measurePages({ tasks, instance, pages, product, bare, control });
  } finally {
    for (const process of started) await process.stop();
    rmSync(folder, { recursive: true, force: true });
    instance.remove();
  }
}

interface Contest {
  tasks: number;
  instance: Instance;
  pages: readonly CapturedPage[];
  product: MeasuredProcess;
  bare: MeasuredProcess;
  control: MeasuredProcess;
}

async function measurePages({
  tasks,
  instance,
  pages,
  product,
  bare,
  control,
}: Contest): Promise<SizeFigures> {
  const { admin, client } = instance.signInAs;
  const cookies = {
    nobody: '',
    admin: (await signIn(product.origin, admin, instance.password)).cookieHeader(),
    client: (await signIn(product.origin, client, instance.password)).cookieHeader(),
  };
  for (const page of pages)
    await requireSamePage(product.origin + page.path, cookies[page.as], page);
  const measured: PageFigures[] = [];
  const controls: number[] = [];
  for (const [at, page] of pages.entries()) {
    if (values.page && values.page !== page.name) continue;
    const cookie = cookies[page.as];
    const mine: Target = { process: product, path: page.path, headers: cookie ? { cookie } : {} };
    const address = `/page/${at}`;
    const other = (process: MeasuredProcess): Target => ({ process, path: address, headers: {} });
    const [ours, theirs, again] = await measureInTurn(
      [mine, other(bare), other(control)],
      rounds,
      requests,
    );
    if (!ours || !theirs || !again) throw new Error('A measurement is missing');
    controls.push(theirs.cpuMs / again.cpuMs);
    measured.push({
      name: page.name,
      requestsPerSecond: ours.requestsPerSecond,
      cpuMs: ours.cpuMs,
      ratioToBare: theirs.cpuMs / ours.cpuMs,
      p50Ms: ours.p50Ms,
      p99Ms: ours.p99Ms,
      queries: page.statements.length,
      queriesAfterChange: page.queriesAfterChange,
      bytes: page.bytes,
    });
  }
  const { residentBytes } = await product.measure();
  return {
    tasks,
    residentMb: residentBytes / 1024 / 1024,
    startMs: product.startMs,
    control: middle(controls),
    pages: measured,
  };
}

/** The bare page draws what was captured; a product that shows something else would be no match for it. */
async function requireSamePage(address: string, cookie: string, page: CapturedPage): Promise<void> {
  const answer = await fetch(address, { headers: { cookie, 'accept-encoding': 'identity' } });
  const bytes = Buffer.byteLength(await answer.text());
  if (Math.abs(bytes - page.bytes) > page.bytes * tolerance)
    throw new Error(`${page.name} has ${bytes} bytes, but ${page.bytes} were captured`);
}

function startProduct(instance: Instance): Promise<MeasuredProcess> {
  return startMeasured([...flagsOfStart(), path.join(projectRoot, 'dist/server/main.js')], {
    ...instance.environment,
    DIAGNOSTICS: '0',
  });
}

/** The options of Node with which `npm start` runs. */
function flagsOfStart(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  return String(scripts.start)
    .split(' ')
    .filter((word) => word.startsWith('--'));
}

function startBare(instance: Instance, pagesFile: string): Promise<MeasuredProcess> {
  const program = path.join(import.meta.dirname, 'bare.ts');
  const database = path.join(instance.environment.DATA_DIRECTORY ?? '', 'database.sqlite');
  return startMeasured(['--import', 'tsx', program, database, pagesFile], {
    NODE_ENV: 'production',
  });
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
