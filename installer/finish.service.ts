import { type Config, writeSettingsFile } from '../server/core/config/index.js';
import {
  closeDatabase,
  isDatabaseOpen,
  migrate,
  openDatabase,
  releaseMigrationLock,
} from '../server/core/database/index.js';
import { now } from '../server/core/dates/index.js';
import {
  forgetSettings,
  installationSetting,
  loadSettings,
} from '../server/core/settings/index.js';
import { checkUploads, isMarkedInstalled, markInstalled } from '../server/core/storage/index.js';
import {
  AlreadyFounded,
  type Founding,
  foundInstallation,
} from '../server/features/settings/index.js';
import { answeredDatabase } from './database.service.js';
import { forgetSetupCode } from './setup-code.js';
import { type Answers, answersSoFar, forgetState, nextStep, unsealed } from './state.js';

/** An answer is missing or cannot be read any more: its step must be passed again. */
export class AnswerMissing extends Error {
  override name = 'AnswerMissing';
  readonly step: 'database' | 'administrator' | 'organisation' | 'email' | 'license';

  constructor(step: AnswerMissing['step']) {
    super(`The answers of the step "${step}" are missing`);
    this.step = step;
  }
}

/**
 * Turns the answers into an installation. Killed at any moment, it has either not happened, or
 * the next start finds it finished in the database and only sets the marks.
 * @throws AnswerMissing; the driver's error when the database cannot be reached.
 */
export async function finishInstallation(config: Config): Promise<void> {
  const founding = foundingOf(answersSoFar(config));
  await withDatabase(config, async () => {
    if (installationSetting('installation.completed_at') > 0) return;
    try {
      await foundInstallation(founding);
    } catch (error) {
      if (!(error instanceof AlreadyFounded)) throw error;
    }
  });
  await setMarks(config);
}

/**
 * Looks at every start whether the process was killed while it finished, and completes what was
 * left: returns the configuration of a finished installation, or the one that was given.
 */
export async function finishInterrupted(config: Config): Promise<Config> {
  if (config.installedAt) {
    await completeMarks(config);
    return config;
  }
  if (nextStep(config) !== 'finish' || !(await isFounded(config))) return config;
  const database = answeredDatabase(config);
  const installedAt = await setMarks(config);
  return Object.freeze({ ...config, database, installedAt });
}

/** The settings file comes first: it alone decides; the mark beside the uploads only guards it. */
async function setMarks(
  config: Config,
  installedAt = new Date(now()).toISOString(),
): Promise<string> {
  writeSettingsFile(config.dataDirectory, { installedAt });
  await markInstalled();
  forgetSetupCode(config);
  forgetState(config);
  return installedAt;
}

/** What a killed process or a careless hand left undone; a folder that is not mounted is left alone. */
async function completeMarks(config: Config): Promise<void> {
  if (Object.keys(answersSoFar(config)).length > 0) await setMarks(config, config.installedAt);
  else if (!isMarkedInstalled() && (await checkUploads()) === undefined) await markInstalled();
}

/** A database that cannot be reached now says nothing; the last step will ask it again. */
async function isFounded(config: Config): Promise<boolean> {
  try {
    return await withDatabase(
      config,
      async () => installationSetting('installation.completed_at') > 0,
    );
  } catch {
    return false;
  }
}

async function withDatabase<T>(config: Config, work: () => Promise<T>): Promise<T> {
  if (isDatabaseOpen()) throw new Error('The database is open already');
  const knex = openDatabase(answeredDatabase(config));
  try {
    await releaseMigrationLock(knex);
    await migrate(knex);
    await loadSettings();
    return await work();
  } finally {
    forgetSettings();
    await closeDatabase();
  }
}

function foundingOf(answers: Answers): Founding {
  const { administrator, organisation } = answers;
  if (!organisation) throw new AnswerMissing('organisation');
  const passwordHash = administrator && unsealed(administrator.passwordHash);
  if (!administrator || !passwordHash) throw new AnswerMissing('administrator');
  return {
    organisation: organisation.name,
    administrator: { name: administrator.name, email: administrator.email, passwordHash },
    workspaceSettings: {
      'general.timezone': organisation.timezone,
      'general.currency': organisation.currency,
      'general.locale': organisation.locale,
      'branding.color': organisation.color,
      'branding.logo': organisation.logo,
    },
    installationSettings: {
      'general.base_url': organisation.base_url,
      ...mailSettingsOf(answers),
      'license.key': answers.license?.key ?? '',
    },
  };
}

function mailSettingsOf({ email }: Answers): Founding['installationSettings'] {
  if (!email || email.isSkipped) return {};
  const password = unsealed(email.password);
  if (password === undefined) throw new AnswerMissing('email');
  return {
    'mail.host': email.host,
    'mail.port': email.port,
    'mail.security': email.security,
    'mail.user': email.user,
    'mail.password': password,
    'mail.from_name': email.from_name,
    'mail.from_address': email.from_address,
    'mail.reply_to': email.reply_to,
  };
}
