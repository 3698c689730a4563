import {
  idIn,
  presentActor,
  query,
  type Request,
  type Response,
  redirect,
  render,
  type Viewing,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { presentRights, presentSeen } from './differences.presenter.js';
import { countSeenBy } from './differences.queries.js';
import { listOthers, lookUpOther, type Other } from './others.queries.js';
import { presentChoice } from './viewings.presenter.js';

const showView = view('viewings/differences');

/** Beside what somebody sees: what the next one sees differently. */
export const differences = { show };

async function show(request: Request, response: Response): Promise<void> {
  const { viewing } = request;
  // A role's imaginary holder has nobody beside them.
  if (!viewing || viewing.roleId !== null) return redirect(request, response, '/');
  const search = query(request, 'q').trim();
  const found = await listOthers(viewing.as, search);
  const other = await chosenOther(request, viewing, found);
  const them = other && (await presentActor(other.user_id, viewing.workspaceId));
  const t = translatorFor(request.actor.locale);
  const { as } = viewing;
  render(request, response, showView, {
    title: t(`viewings.differences.title_${as.kind}`),
    layout: 'public',
    name: as.name,
    kind: as.kind,
    search,
    choices: withChosen(found, other).map(presentChoice),
    chosen: other?.user_id ?? null,
    comparison: them ? await compare(request, as, them) : null,
  });
}

async function compare({ actor }: Request, as: Actor, them: Actor) {
  const t = translatorFor(actor.locale);
  return {
    other: them.name,
    rights: presentRights(t, as, them),
    only: presentSeen(t, await countSeenBy(as, them)),
    onlyOther: presentSeen(t, await countSeenBy(them, as)),
  };
}

/** Whom the address names, else whoever comes next by name. */
async function chosenOther(
  request: Request,
  { as }: Viewing,
  found: readonly Other[],
): Promise<Other | undefined> {
  const wanted = idIn(query(request, 'with'));
  if (wanted) return lookUpOther(as, wanted);
  return found.find(({ name }) => name.localeCompare(as.name) > 0) ?? found[0];
}

function withChosen(found: readonly Other[], other: Other | undefined): readonly Other[] {
  if (!other || found.some(({ user_id }) => user_id === other.user_id)) return found;
  return [other, ...found];
}
