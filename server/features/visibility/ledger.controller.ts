import {
  id,
  pageNumber,
  query,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { listGrants, people } from '../memberships/index.js';
import { listPlacements } from '../projects/index.js';
import { presentCount, presentSeers } from './ledger.presenter.js';
import { countSeers, pageOfSeers, type SeerRow } from './ledger.queries.js';
import { findSeen, type SeenThing, type SeenType } from './seen-things.js';

const ledgerView = view('visibility/ledger');

/** Who sees a project, a task, a topic, a file or a comment, by name and with the reason. */
export const projectLedger = ledgerOf('project', 'projectId');
export const taskLedger = ledgerOf('task', 'taskId');
export const discussionLedger = ledgerOf('discussion', 'discussionId');
export const fileLedger = ledgerOf('file', 'fileId');
export const commentLedger = ledgerOf('comment', 'commentId');

function ledgerOf(type: SeenType, parameter: string) {
  return {
    show: async (request: Request, response: Response): Promise<void> => {
      const thing = await findSeen(request.actor, { type, id: id(request, parameter) });
      await renderLedger(request, response, thing);
    },
  };
}

async function renderLedger(request: Request, response: Response, thing: SeenThing): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const search = query(request, 'q').trim().slice(0, 200);
  const page = await pageOfSeers(actor, thing.sight, { search, page: pageNumber(request) });
  const base = `/${thing.type}s/${thing.id}/readers`;
  const title = t('visibility.title');
  render(request, response, ledgerView, {
    title: `${title}: ${thing.title}`,
    current: 'projects',
    crumbs: [{ label: thing.title, href: thing.href }, { label: title }],
    thing: {
      title: thing.title,
      href: thing.href,
      kind: t(`visibility.kinds.${thing.type}`),
      isClientVisible: thing.isClientVisible,
    },
    count: presentCount(actor, await countSeers(actor, thing.sight)),
    list: {
      ...page,
      base: search ? `${base}?${new URLSearchParams({ q: search })}` : base,
      rows: presentSeers(actor, thing, page, await backgroundOf(actor, thing, page.rows)),
    },
    search,
    base,
  });
}

/** Everything the reasons are made of: six queries, however many people see the thing. */
async function backgroundOf(actor: Actor, thing: SeenThing, rows: readonly SeerRow[]) {
  const ids = rows.map((row) => row.id);
  return {
    grants: await listGrants(rows),
    placements:
      thing.projectId === null ? new Map() : await listPlacements(actor, thing.projectId, ids),
    portraits: await people(rows.map((row) => row.user_id)),
  };
}
