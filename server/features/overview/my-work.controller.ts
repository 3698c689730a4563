import { pageNumber, type Request, type Response, render, view } from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { presentMyWork } from './overview.presenter.js';
import { listMyWork } from './overview.queries.js';

const showView = view('overview/my-work');
const perPage = 100;

export const myWork = { show };

/** Everything that is one's own and open, across projects; one query, however much it is. */
async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const page = pageNumber(request);
  const rows = await listMyWork(actor, { page, perPage });
  const title = translatorFor(actor.locale)('overview.work.title');
  render(request, response, showView, {
    title,
    current: 'my-work',
    groups: presentMyWork(actor, rows.slice(0, perPage)),
    newerHref: page > 1 ? `/my-work?page=${page - 1}` : null,
    olderHref: rows.length > perPage ? `/my-work?page=${page + 1}` : null,
  });
}
