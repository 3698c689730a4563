import {
  type FormState,
  formState,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { switchesOf } from '../clients/index.js';
import { presentSwitchList, presetText } from './contact-switches.presenter.js';
import { presentExceptions } from './exceptions.presenter.js';
import { listSharedPlaces } from './further-places.service.js';
import { inPlainWords } from './grants.presenter.js';
import type { PersonRow } from './people.queries.js';
import { listGrantableRoles } from './people-roles.queries.js';
import { profileOf } from './people-surroundings.queries.js';
import { frameOf, personOf } from './person-pages.js';
import { presentProfile } from './profile.presenter.js';

const memberView = view('people/show');
const contactView = view('clients/show');

export const profiles = { show };

async function show(request: Request, response: Response): Promise<void> {
  await renderProfile(request, response, await personOf(request));
}

/** Shows the page of somebody, with what went wrong when one of its buttons was pressed. */
export async function renderProfile(
  request: Request,
  response: Response,
  person: PersonRow,
  form: FormState = formState(),
): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const profile = await profileOf(actor, person);
  const page = {
    title: person.name,
    ...frameOf(request, person),
    ...presentProfile(actor, profile),
    places: await listSharedPlaces(actor, person.user_id),
    form,
  };
  if (person.audience === 'team') {
    const words = inPlainWords(t, 'team', profile.scopes.own);
    const exceptions = presentExceptions(t, profile.scopes.overrides);
    return render(request, response, memberView, { ...page, words, exceptions });
  }
  const base = switchesOf(profile.scopes.base);
  const own = switchesOf(profile.scopes.own);
  const roles = page.can.changeRole ? await listGrantableRoles(actor, 'client') : [];
  render(request, response, contactView, {
    ...page,
    // With one role for clients there is nothing to choose.
    hasRoles: roles.length > 1,
    company: person.company_id === null ? null : companyLink(person),
    switches: presentSwitchList(t, { base, own }),
    preset: presetText(t, own),
  });
}

function companyLink({ company_id, company_name }: PersonRow) {
  return { name: company_name, href: `/companies/${company_id}` };
}
