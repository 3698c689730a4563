import { type Config, fixedByEnvironment } from '../server/core/config/index.js';
import type { Inspection } from '../server/core/database/index.js';
import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  type Request,
  type Response,
  redirect,
  view,
} from '../server/core/http/index.js';
import { type DatabaseInput, databaseForm } from './database.forms.js';
import {
  answeredDatabase,
  databaseOf,
  keepDatabase,
  tryDatabase,
  writeDatabase,
} from './database.service.js';
import { type DatabaseProblem, placeOf } from './database-problems.js';
import { installation } from './installation.js';
import { migrationProgress, startMigrations } from './migration.js';
import { addressOf, showPage, showStep, stepAfter } from './pages.js';
import { answersSoFar, passStep } from './state.js';

const progressPage = view('installer/database-progress');
/** How long the progress page waits before it shows itself and asks the browser to come again (ms). */
const patience = 1500;

interface Outcome {
  found?: Inspection;
  problem?: DatabaseProblem;
  values?: Record<string, string | number>;
}

/** Where the data is kept. */
export const database = {
  show(request: Request, response: Response): void {
    present(request, response, formState(shownValues(installation().config)), {});
  },

  async update(request: Request, response: Response): Promise<void> {
    const outcome: Outcome = {};
    await handleForm(request, response, {
      schema: databaseForm,
      save: async (input) => {
        await look(input, outcome);
        if (isTest(request)) return present(request, response, typedValues(request), outcome);
        begin(installation().config, input);
        redirect(request, response, `${addressOf('database')}/progress`);
      },
      show: (form) => present(request, response, form, outcome),
    });
  },
};

/** The tables on their way into the database. */
export const progress = {
  async show(request: Request, response: Response): Promise<void> {
    const { config } = installation();
    const found = await migrationProgress(patience);
    if (found?.state === 'done') {
      passStep(config, 'database');
      return redirect(request, response, addressOf(stepAfter('database')));
    }
    if (found?.state === 'running') {
      response.setHeader('Refresh', '1');
      return showPage(request, response, progressPage, { step: 'database', progress: found });
    }
    if (!found?.problem) return redirect(request, response, addressOf('database'));
    response.status(422);
    const form = formState(shownValues(config));
    present(request, response, form, { problem: found.problem });
  },
};

async function look(input: DatabaseInput, outcome: Outcome): Promise<void> {
  const { config } = installation();
  const wanted = databaseOf(config, input);
  Object.assign(outcome, await tryDatabase(wanted), { values: placeOf(wanted) });
  const { problem } = outcome;
  keepDatabase(config, wanted, problem?.field === 'password');
  if (!problem) return;
  const key = `installer.database.problems.${problem.kind}.field`;
  throw new Invalid({ [problem.field]: { key, values: problem.values } });
}

function begin(config: Config, input: DatabaseInput): void {
  const wanted = databaseOf(config, input);
  writeDatabase(config, wanted);
  startMigrations(wanted);
}

function present(request: Request, response: Response, form: FormState, outcome: Outcome): void {
  const { config } = installation();
  const kept = answersSoFar(config).database;
  showStep(request, response, 'database', {
    form,
    outcome,
    fixed: [...fixedByEnvironment()].filter((key) => key.startsWith('database.')),
    folder: config.dataDirectory,
    hasPassword: Boolean(kept?.password) && kept?.engine === form.values.engine,
  });
}

function isTest(request: Request): boolean {
  return (request.body as { go?: unknown }).go === 'test';
}

/** What a form that was right holds, but for the password. */
function typedValues(request: Request): FormState {
  const { password: _password, ...shown } = request.body as Record<string, string>;
  return formState(shown);
}

function shownValues(config: Config): Record<string, string | number> {
  const { engine, host, port, name, user, tls } = answeredDatabase(config);
  const file = answersSoFar(config).database?.file ?? config.database.file;
  const isUsual = file.startsWith(`${config.dataDirectory}/`);
  return {
    engine,
    file: isUsual ? file.slice(config.dataDirectory.length + 1) : file,
    host,
    port: port || '',
    name,
    user,
    tls: tls ? '1' : '',
  };
}
