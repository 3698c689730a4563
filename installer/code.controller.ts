import path from 'node:path';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { projectRoot } from '../server/core/config/index.js';
import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  type Request,
  type Response,
  redirect,
  TooMany,
  view,
  addressOf as visitorAddress,
} from '../server/core/http/index.js';
import { holdsCode, letIn } from './gate.js';
import { installation } from './installation.js';
import { addressOf, showPage } from './pages.js';
import { isSetupCode, setupCodeFile } from './setup-code.js';
import { nextStep } from './state.js';

const page = view('installer/code');
const schema = z.object({ code: z.string().trim().min(1, 'errors.required').max(80) });
/** The way in: asks for the code, or goes on where the set-up stopped. */
export const entry = {
  show(request: Request, response: Response): void {
    const { config } = installation();
    const isIn = holdsCode(request, installation());
    redirect(request, response, isIn ? addressOf(nextStep(config)) : '/install/code');
  },
};

/** The one-time setup code. */
export const code = {
  new(request: Request, response: Response): void {
    if (holdsCode(request, installation())) redirect(request, response, '/install');
    else show(request, response, formState());
  },

  async create(request: Request, response: Response): Promise<void> {
    await countGuess(request);
    await handleForm(request, response, {
      schema,
      save: async (input) => {
        if (!isSetupCode(installation().config, input.code)) {
          throw new Invalid({ code: 'installer.code.wrong' });
        }
        await installation().guesses.delete(visitorAddress(request));
        letIn(request, response, installation());
        redirect(request, response, '/install');
      },
      show: (form) => show(request, response, form),
    });
  },
};

function show(request: Request, response: Response, form: FormState): void {
  const file = setupCodeFile(installation().config);
  const shown = path.relative(projectRoot, file);
  // Where the data lies elsewhere, its folder is nobody's business who has no code yet.
  showPage(request, response, page, {
    form,
    file: shown.startsWith('..') ? path.basename(file) : shown,
  });
}

/** Counted before each try, so that many at once are no way around. */
async function countGuess(request: Request): Promise<void> {
  try {
    await installation().guesses.consume(visitorAddress(request));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new TooMany(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
  }
}
