import {
  formState,
  NotFound,
  query,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { loadActor } from '../memberships/index.js';
import { frameOf, mayChangeAccess, personHref, personOf } from '../people/index.js';
import { outside, presentAnswers, presentGeneral, type Telling } from './explain.presenter.js';
import { type AskedRecord, explainRecord, recordAt } from './explain-records.js';

const explainView = view('access/explain');

/** Why somebody can or cannot see or do something. */
export const explanations = { show };

async function show(request: Request, response: Response): Promise<void> {
  const { actor: asker } = request;
  const t = translatorFor(asker.locale);
  const person = await personOf(request);
  const them = await loadActor(person.user_id, asker.workspaceId, 'explained');
  if (!them) throw new NotFound();
  const about = query(request, 'about').trim();
  const record = about === '' ? undefined : await lookUp(asker, about);
  const telling: Telling = {
    t,
    format: formatsFor(asker.locale, asker.timezone, t),
    asker,
    person,
    mayChange: await mayChangeAccess(asker, person),
  };
  if (about !== '' && !record) response.status(422);
  render(request, response, explainView, {
    title: t('access.explain.title', { name: person.name }),
    ...frameOf(request, person, t('access.explain.crumb')),
    person: { name: person.name, href: personHref(person) },
    form: {
      ...formState({ about }),
      errors: about !== '' && !record ? { about: t('access.explain.nothing_there') } : {},
    },
    outside: outside(person),
    ...(record ? await aboutRecord(them, record, telling) : aboutAll(them, about, telling)),
  });
}

async function aboutRecord(them: Actor, record: AskedRecord, telling: Telling) {
  const { t } = telling;
  return {
    record: {
      title: record.title,
      kind: t(`access.explain.kinds.${record.type}`),
      href: record.href,
    },
    answers: presentAnswers(await explainRecord(them, record), record, telling),
    areas: [],
  };
}

/** Asked about nothing in particular, it tells everything they hold; after a wrong address, nothing. */
function aboutAll(them: Actor, about: string, telling: Telling) {
  return { record: null, answers: [], areas: about === '' ? presentGeneral(them, telling) : [] };
}

async function lookUp(asker: Actor, about: string): Promise<AskedRecord | undefined> {
  try {
    return await recordAt(asker, about);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
