import { type FormState, type Request, typedFields } from '../../core/http/index.js';
import { openPassword, sealPassword } from './sealed-password.js';

/**
 * The form as it was typed: for going back to it from the review with nothing lost. A typed
 * password comes along sealed.
 */
export function typedForm(request: Request): FormState {
  const { password: _typed, sealed: _old, ...values } = typedFields(request);
  return withSealedPassword(request, { values, errors: {} });
}

/** A form with the typed password sealed in it, unless it is the password that will not do. */
export function withSealedPassword(request: Request, form: FormState): FormState {
  const { sealed: _old, ...values } = form.values;
  const password = form.errors.password ? null : typedPassword(request);
  if (password !== null) values.sealed = sealPassword(request.actor, password);
  return { ...form, values };
}

/** The password that was typed, now or before the review; null when there is none. */
export function typedPassword(request: Request): string | null {
  const { password, sealed } = request.body as { password?: unknown; sealed?: unknown };
  if (typeof password === 'string' && password !== '') return password;
  return openPassword(request.actor, typeof sealed === 'string' ? sealed : null);
}
