import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import {
  id,
  log,
  pageNumber,
  type Request,
  type Response,
  render,
  view,
} from '../../core/http/index.js';
import { formatsFor, translatorFor } from '../../core/locale/index.js';
import type { Actor } from '../../core/permissions/index.js';
import { downloadHeaders } from '../../core/storage/index.js';
import { frameOf } from './frame.js';
import { presentRecord, recordColumns } from './record.presenter.js';
import { presentFound, presentReview } from './reviews.presenter.js';
import {
  countReviewed,
  findReview,
  listReviewedAfter,
  pageOfReviewed,
  type ReviewedRow,
} from './reviews.queries.js';

const recordView = view('access-review/record');

/** A review as a record: a page to print and a table to take away. */
export const records = { show, create };

async function show(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const t = translatorFor(actor.locale);
  const review = await findReview(actor, id(request, 'reviewId'));
  const wanted = { search: '', show: 'all', page: pageNumber(request), perPage: 500 } as const;
  const page = await pageOfReviewed(actor, review.id, wanted);
  render(request, response, recordView, {
    ...frameOf(request, review, t('access_review.record.crumb')),
    review: { ...presentReview(actor, review), note: review.note },
    counts: await countReviewed(actor, review.id),
    rows: page.rows.map((row) => presentFound(actor, t, row)),
    page: { ...page, base: `/access-review/${review.id}/record` },
  });
}

async function create(request: Request, response: Response): Promise<void> {
  const { actor } = request;
  const review = await findReview(actor, id(request, 'reviewId'));
  const t = translatorFor(actor.locale);
  const format = formatsFor(actor.locale, actor.timezone, t);
  const day = new Date(review.started_at).toISOString().slice(0, 10);
  response.set(downloadHeaders({ name: `access-review-${day}.csv`, mimeType: 'text/csv' }));
  const table = stringify({
    header: true,
    columns: recordColumns(t),
    // Names are typed by people, and a spreadsheet would take some for formulas (CWE-1236).
    escape_formulas: true,
    bom: true,
  });
  const lines = Readable.from(every(actor, review.id, (row) => presentRecord(t, format, row)));
  try {
    await pipeline(lines, table, response);
  } catch (error) {
    // The answer is under way: a reader who leaves, or a database that fails now, ends it as it is.
    log().warn({ error: String(error) }, 'an export of an access review broke off');
  }
}

async function* every<Result>(
  actor: Actor,
  reviewId: number,
  present: (row: ReviewedRow) => Result,
): AsyncGenerator<Result> {
  let rows = await listReviewedAfter(actor, reviewId, 0);
  while (rows.length > 0) {
    for (const row of rows) yield present(row);
    rows = await listReviewedAfter(actor, reviewId, rows.at(-1)?.id ?? 0);
  }
}
