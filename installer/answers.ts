import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import type { Config } from '../server/core/config/index.js';
import { worst } from '../server/core/health/index.js';
import { Invalid, type Message, parseForm } from '../server/core/http/index.js';
import { translatorFor } from '../server/core/locale/index.js';
import { drawPicture, emailForm, usualTimezone } from '../server/features/settings/index.js';
import { administratorAnswer, administratorForm } from './administrator.controller.js';
import { type DatabaseInput, databaseForm } from './database.forms.js';
import { databaseOf, keepDatabase, tryDatabase, writeDatabase } from './database.service.js';
import { emailAnswer, skippedEmail } from './email.service.js';
import { finishInstallation } from './finish.service.js';
import { licenseAnswer, licenseForm } from './license.controller.js';
import { migrationsDone, startMigrations } from './migration.js';
import { organisationForm } from './organisation.forms.js';
import { checkRequirements } from './requirements.js';
import { type Answers, passStep, type StepName } from './state.js';

/** The answers cannot be used; nothing was installed. Each problem names its place. */
export class AnswersRefused extends Error {
  override name = 'AnswersRefused';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Where the answers come from, and where progress is told. */
export interface Unattended {
  /** Relative names of files in the answers start here. */
  folder: string;
  print(line: string): void;
}

type Given = Record<string, unknown>;

const t = translatorFor('en');
const steps = ['database', 'administrator', 'organisation', 'email', 'license'];

/**
 * Installs from answers that follow the names of the steps and their fields, by the same checks
 * and functions as the pages.
 * @throws AnswersRefused with every problem that was found.
 */
export async function installFromAnswers(
  config: Config,
  given: unknown,
  { folder, print }: Unattended,
): Promise<void> {
  const problems: string[] = [];
  const all = asObject(given, '', problems);
  for (const name of Object.keys(all)) {
    if (!steps.includes(name)) problems.push(`${name}: there is no such step`);
  }
  const database = read('database', databaseForm, databaseDefaults(config, all.database), problems);
  const answers = await readAnswers(all, folder, problems);
  await refuseMachine(config, problems);
  if (problems.length > 0 || !database) throw new AnswersRefused(problems);
  await makeTables(config, database, print);
  passStep(config, 'welcome');
  for (const name of steps) passStep(config, name as StepName, answers);
  await finishInstallation(config);
}

async function readAnswers(all: Given, folder: string, problems: string[]): Promise<Answers> {
  const answers: Answers = {};
  const person = read('administrator', administratorForm, all.administrator, problems);
  await noting('administrator', problems, async () => {
    if (person) answers.administrator = await administratorAnswer(person);
  });
  const { logo, ...organisation } = asObject(all.organisation, 'organisation', problems);
  const usual = { timezone: usualTimezone(), currency: 'EUR', locale: 'en', color: '#1f6f5c' };
  const found = read('organisation', organisationForm, { ...usual, ...organisation }, problems);
  await noting('organisation', problems, async () => {
    if (found) answers.organisation = { ...found, logo: await readLogo(logo, folder) };
  });
  const email = all.email === undefined || all.email === 'skip' ? undefined : all.email;
  const usualPort = { port: 587, security: 'starttls' };
  const mail = email && read('email', emailForm, { ...usualPort, ...(email as Given) }, problems);
  answers.email = mail ? emailAnswer(mail) : skippedEmail();
  const isTrial = all.license === undefined || all.license === 'trial';
  const key = isTrial ? undefined : read('license', licenseForm, all.license, problems);
  await noting('license', problems, async () => {
    answers.license = key ? licenseAnswer(key.key, found?.base_url ?? '') : { key: '' };
  });
  return answers;
}

/** Reads one step by the schema of its page. Values may be numbers and yes or no, as JSON has them. */
function read<Schema extends z.ZodObject>(
  step: string,
  schema: Schema,
  given: unknown,
  problems: string[],
): z.output<Schema> | undefined {
  const values = asObject(given, step, problems);
  for (const name of Object.keys(values)) {
    if (!(name in schema.shape)) problems.push(`${step}.${name}: there is no such field`);
  }
  try {
    return parseForm(schema, asForm(values));
  } catch (error) {
    note(step, error, problems);
    return undefined;
  }
}

function databaseDefaults({ database }: Config, given: unknown): unknown {
  const usual = { engine: database.engine, file: database.file, host: database.host };
  return given === undefined || typeof given === 'object'
    ? { ...usual, ...(given as Given) }
    : given;
}

async function refuseMachine(config: Config, problems: string[]): Promise<void> {
  const checks = (await checkRequirements(config, true)).filter(({ status }) => status === 'bad');
  for (const check of checks) {
    problems.push(
      `${t(`health.${check.name}.title`)}: ${t(`health.${check.name}.bad`, check.values)}`,
    );
  }
  if (worst(checks) === 'bad') throw new AnswersRefused(problems);
}

async function makeTables(
  config: Config,
  input: DatabaseInput,
  print: (line: string) => void,
): Promise<void> {
  const database = databaseOf(config, input);
  const { problem, found } = await tryDatabase(database);
  if (problem) {
    const words = (part: string) =>
      t(`installer.database.problems.${problem.kind}.${part}`, problem.values);
    throw new AnswersRefused([`database.${problem.field}: ${words('title')}. ${words('text')}`]);
  }
  print(`${found?.product} answered in ${found?.milliseconds} ms. Creating the tables.`);
  keepDatabase(config, database, false);
  writeDatabase(config, database);
  startMigrations(database);
  const progress = await migrationsDone();
  if (progress?.state !== 'done') {
    throw new AnswersRefused([
      `database: ${progress?.problem?.values.words ?? 'the tables were not made'}`,
    ]);
  }
}

async function readLogo(logo: unknown, folder: string): Promise<string> {
  if (logo === undefined || logo === '') return '';
  const file = path.resolve(folder, String(logo));
  if (!existsSync(file)) throw new Invalid({ logo: 'installer.organisation.errors.logo_missing' });
  const name = path.basename(file);
  return drawPicture(createReadStream(file), name, { picture: 'logo', field: 'logo' });
}

async function noting(step: string, problems: string[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    note(step, error, problems);
  }
}

function note(step: string, error: unknown, problems: string[]): void {
  if (!(error instanceof Invalid)) throw error;
  for (const [field, message] of Object.entries(error.fields)) {
    problems.push(`${step}${field ? `.${field}` : ''}: ${sentence(message)}`);
  }
}

function sentence(message: Message): string {
  return typeof message === 'string' ? t(message) : t(message.key, message.values);
}

function asObject(given: unknown, name: string, problems: string[]): Given {
  if (given === undefined) return {};
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Given;
  problems.push(`${name || 'answers'}: an object is expected`);
  return {};
}

/** Forms know text only: a box that is not ticked is not sent. */
function asForm(values: Given): Record<string, string> {
  const sent = Object.entries(values).filter(
    ([, value]) => value !== false && value !== null && value !== undefined,
  );
  return Object.fromEntries(
    sent.map(([name, value]) => [name, value === true ? '1' : String(value)]),
  );
}
