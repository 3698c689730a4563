import { z } from 'zod';
import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  type Request,
  type Response,
  redirect,
} from '../server/core/http/index.js';
import { examineLicense, trialDays } from '../server/core/license.js';
import { installation } from './installation.js';
import { addressOf, showStep, stepAfter } from './pages.js';
import { answersSoFar, type LicenseAnswer, passStep } from './state.js';

/** A licence key, or none for the trial. */
export const licenseForm = z.object({
  key: z.string().trim().max(2000, 'errors.too_long').default(''),
});

/** The licence. */
export const license = {
  show(request: Request, response: Response): void {
    const kept = answersSoFar(installation().config).license;
    present(request, response, formState({ key: kept?.key }));
  },

  async update(request: Request, response: Response): Promise<void> {
    const { config } = installation();
    const isTrial = (request.body as { go?: unknown }).go === 'trial';
    await handleForm(request, response, {
      schema: licenseForm,
      save: async ({ key }) => {
        const { organisation } = answersSoFar(config);
        const answer = isTrial ? { key: '' } : licenseAnswer(key, organisation?.base_url ?? '');
        passStep(config, 'license', { license: answer });
        redirect(request, response, addressOf(stepAfter('license')));
      },
      show: (form) => present(request, response, form),
    });
  },
};

/**
 * What is kept of a licence key.
 * @throws Invalid {key} when nobody has issued it, or for another address.
 */
export function licenseAnswer(key: string, siteAddress: string): LicenseAnswer {
  if (key === '') throw new Invalid({ key: 'installer.license.errors.empty' });
  const { state, domains } = examineLicense(key, siteAddress);
  if (state === 'invalid') throw new Invalid({ key: 'installer.license.errors.invalid' });
  if (state === 'other_domain') {
    const values = { domains: domains.join(', '), address: siteAddress };
    throw new Invalid({ key: { key: 'installer.license.errors.other_domain', values } });
  }
  return { key };
}

function present(request: Request, response: Response, form: FormState): void {
  showStep(request, response, 'license', { form, days: trialDays });
}
