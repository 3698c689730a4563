import {
  id,
  localeOf,
  pageNumber,
  query,
  type Request,
  type Response,
  redirect,
  returnPath,
  view,
} from '../../core/http/index.js';
import { translatorFor } from '../../core/locale/index.js';
import { showSettings } from '../settings/index.js';
import { isMailStatus, mailStatuses, presentHold, presentMessage } from './outbox.presenter.js';
import { readOutbox, retryFailedMessage } from './outbox.service.js';

const page = view('maintenance/outbox');

/** What was sent, what waits, what failed and why. */
export const outbox = {
  async index(request: Request, response: Response): Promise<void> {
    const wanted = query(request, 'status');
    const status = isMailStatus(wanted) ? wanted : undefined;
    const { state, list } = await readOutbox(request.actor, status, pageNumber(request));
    const locale = localeOf(request);
    showSettings(request, response, page, {
      section: 'outbox',
      list: { ...list, rows: list.rows.map((entry) => presentMessage(entry, locale)) },
      base: status ? `/outbox?status=${status}` : '/outbox',
      status,
      hold: presentHold(state, locale),
      isSetUp: state.isSetUp,
      chips: chips(translatorFor(locale), state.counts, status),
    });
  },
};

/** A failed message, sent once more. */
export const messageRetries = {
  async create(request: Request, response: Response): Promise<void> {
    await retryFailedMessage(request.actor, id(request, 'messageId'));
    redirect(request, response, returnPath(request, '/outbox'), {
      toast: 'maintenance.outbox.retried',
    });
  },
};

function chips(
  t: (key: string, values?: Record<string, unknown>) => string,
  counts: Record<string, number>,
  chosen: string | undefined,
) {
  const all = { href: '/outbox', label: t('maintenance.outbox.all'), current: !chosen };
  return [
    all,
    ...mailStatuses.map((status) => ({
      href: `/outbox?status=${status}`,
      label: t(`maintenance.outbox.filters.${status}`, { n: counts[status] ?? 0 }),
      current: chosen === status,
    })),
  ];
}
