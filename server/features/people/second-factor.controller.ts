import {
  type FormState,
  formState,
  handleForm,
  type Request,
  type Response,
  redirect,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { buttonForm } from './people.forms.js';
import type { PersonRow } from './people.queries.js';
import { personHref } from './person.presenter.js';
import { resetSecondFactor } from './person-access.service.js';
import { editablePersonOf, frameOf, personOf } from './person-pages.js';

const resetView = view('people/second_factor');

/** Letting somebody in who has lost their second factor. */
export const secondFactors = { new: showNew, create };

async function showNew(request: Request, response: Response): Promise<void> {
  show(request, response, await editablePersonOf(request), formState());
}

async function create(request: Request, response: Response): Promise<void> {
  const person = await personOf(request);
  await handleForm(request, response, {
    schema: buttonForm,
    save: async () => {
      await resetSecondFactor(request.actor, person);
      const toast = { key: 'people.second_factor.done', values: { name: person.name } };
      redirect(request, response, personHref(person), { toast });
    },
    show: (form) => show(request, response, person, form),
  });
}

function show(request: Request, response: Response, person: PersonRow, form: FormState): void {
  const t = translatorFor(request.actor.locale);
  render(request, response, resetView, {
    title: t('people.second_factor.title', { name: person.name }),
    ...frameOf(request, person, t('people.second_factor.crumb')),
    form,
    isOn: person.second_factor_at !== null,
    person: { name: person.name, href: personHref(person) },
  });
}
