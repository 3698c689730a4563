import type { Config } from '../server/core/config/index.js';
import {
  clearCookie,
  localeOf,
  log,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../server/core/http/index.js';
import { translatorFor } from '../server/core/locale/index.js';
import { answeredDatabase } from './database.service.js';
import { placeOf, problemOf } from './database-problems.js';
import { AnswerMissing, finishInstallation } from './finish.service.js';
import { installation } from './installation.js';
import { addressOf, showStep } from './pages.js';
import { type Answers, answersSoFar, nextStep, reopenStep } from './state.js';

const donePage = view('installer/done');
/** What the last page needs, gathered before the answers are forgotten. */
interface Summary {
  answers: Answers;
  isSecure: boolean;
}

/** One finishing for however many ask at the same moment: each of them sees how it ends. */
let finishing: Promise<void> | undefined;

/** The end: what was answered, and the button that makes an installation of it. */
export const finish = {
  show(request: Request, response: Response): void {
    present(request, response);
  },

  async create(request: Request, response: Response): Promise<void> {
    const { config } = installation();
    if (nextStep(config) !== 'finish') return redirect(request, response, '/install');
    const summary = { answers: answersSoFar(config), isSecure: request.secure };
    finishing ??= finishOnce(config).finally(() => {
      finishing = undefined;
    });
    try {
      await finishing;
    } catch (error) {
      return explain(request, response, error);
    }
    showDone(request, response, summary);
  },
};

async function finishOnce(config: Config): Promise<void> {
  await finishInstallation(config);
  installation().isFinished = true;
  await installation().onInstalled();
}

/** A database that is gone or an answer that cannot be read: their steps say what to do. */
function explain(request: Request, response: Response, error: unknown): void {
  const { config } = installation();
  log().error({ error: String(error) }, 'finishing the installation failed');
  if (error instanceof AnswerMissing) {
    reopenStep(config, error.step);
    redirect(request, response, addressOf(error.step), {
      toast: 'installer.finish.answer_missing',
    });
    return;
  }
  const problem = problemOf(error, answeredDatabase(config), 0);
  if (problem.kind === 'unknown') throw error;
  response.status(422);
  present(request, response, problem);
}

function present(request: Request, response: Response, problem?: unknown): void {
  const { config } = installation();
  const answers = answersSoFar(config);
  showStep(request, response, 'finish', {
    answers,
    database: { ...answeredDatabase(config), password: '', ...placeOf(answeredDatabase(config)) },
    problem,
  });
}

function showDone(request: Request, response: Response, { answers, isSecure }: Summary): void {
  clearCookie(request, response, 'setup');
  const t = translatorFor(localeOf(request));
  render(request, response, donePage, {
    layout: 'public',
    home: false,
    title: t('installer.done.title'),
    address: answers.organisation?.base_url ?? '',
    email: answers.administrator?.email ?? '',
    hasEmail: answers.email?.isSkipped === false,
    hasLicense: Boolean(answers.license?.key),
    isSecure,
  });
}
