import { z } from 'zod';
import { emailAddress, requiredText } from '../server/core/forms/index.js';
import {
  type FormState,
  formState,
  handleForm,
  Invalid,
  type Request,
  type Response,
  redirect,
} from '../server/core/http/index.js';
import { checkPassword, hashPassword } from '../server/features/accounts/index.js';
import { installation } from './installation.js';
import { addressOf, showStep, stepAfter } from './pages.js';
import { type AdministratorAnswer, answersSoFar, passStep, sealed, unsealed } from './state.js';

/** Who will run the installation. */
export const administratorForm = z.object({
  name: requiredText(120),
  email: emailAddress(),
  password: z.string().max(1000, 'errors.too_long').default(''),
});

/** The first Admin. */
export const administrator = {
  show(request: Request, response: Response): void {
    const kept = answersSoFar(installation().config).administrator;
    present(request, response, formState({ name: kept?.name, email: kept?.email }));
  },

  async update(request: Request, response: Response): Promise<void> {
    const { config } = installation();
    await handleForm(request, response, {
      schema: administratorForm,
      save: async (input) => {
        const kept = answersSoFar(config).administrator;
        const answer = await administratorAnswer(input, kept);
        passStep(config, 'administrator', { administrator: answer });
        redirect(request, response, addressOf(stepAfter('administrator')));
      },
      show: (form) => present(request, response, form),
    });
  },
};

/**
 * What is kept of the administrator: the password only as its hash, and that encrypted. Left
 * empty, a password chosen before stays.
 * @throws Invalid {password}
 */
export async function administratorAnswer(
  input: z.output<typeof administratorForm>,
  kept?: AdministratorAnswer,
): Promise<AdministratorAnswer> {
  const { name, email, password } = input;
  if (password === '' && kept && unsealed(kept.passwordHash))
    return { name, email, passwordHash: kept.passwordHash };
  if (password === '') throw new Invalid({ password: 'errors.required' });
  await checkPassword(password, [name, email]);
  return { name, email, passwordHash: sealed(await hashPassword(password)) };
}

function present(request: Request, response: Response, form: FormState): void {
  const kept = answersSoFar(installation().config).administrator;
  showStep(request, response, 'administrator', {
    form,
    hasPassword: Boolean(kept && unsealed(kept.passwordHash)),
  });
}
