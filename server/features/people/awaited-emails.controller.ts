import { type Request, type Response, redirect } from '../../core/http/index.js';
import { personHref } from './person.presenter.js';
import { keepEmail } from './person-details.service.js';
import { personOf } from './person-pages.js';

/** An address of somebody that waits to be confirmed by the link that was sent there. */
export const awaitedEmails = { destroy };

async function destroy(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  await keepEmail(request.actor, person);
  const toast = { key: 'people.edit.kept_email', values: { name: person.name } };
  redirect(request, response, personHref(person), { toast });
}
