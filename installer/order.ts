import { type Handler, type Request, type Response, redirect } from '../server/core/http/index.js';
import { installation } from './installation.js';
import { addressOf } from './pages.js';
import { nextStep, type StepName, stepNames } from './state.js';

/** Opens a step only when all before it were passed; going back is always possible. */
export function inOrder(step: StepName, handler: Handler): Handler {
  return (request: Request, response: Response) => {
    const next = nextStep(installation().config);
    if (stepNames.indexOf(step) > stepNames.indexOf(next)) {
      return redirect(request, response, addressOf(next));
    }
    return handler(request, response);
  };
}
