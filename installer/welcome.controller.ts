import { type Check, worst } from '../server/core/health/index.js';
import type { Request, Response } from '../server/core/http/index.js';
import { redirect } from '../server/core/http/index.js';
import { installation } from './installation.js';
import { addressOf, showStep, stepAfter } from './pages.js';
import { checkRequirements } from './requirements.js';
import { passStep } from './state.js';

/** What this machine offers, and what must be mended first. */
export const welcome = {
  async show(request: Request, response: Response): Promise<void> {
    present(request, response, await check(request));
  },

  async update(request: Request, response: Response): Promise<void> {
    const checks = await check(request);
    if (worst(checks) === 'bad') {
      response.status(422);
      return present(request, response, checks);
    }
    passStep(installation().config, 'welcome');
    redirect(request, response, addressOf(stepAfter('welcome')));
  },
};

function check(request: Request): Promise<Check[]> {
  return checkRequirements(installation().config, request.secure);
}

function present(request: Request, response: Response, checks: Check[]): void {
  showStep(request, response, 'welcome', { checks, worst: worst(checks) });
}
