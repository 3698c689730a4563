import {
  type FailedDelivery,
  listFailedDeliveries,
  retryDelivery,
} from '../../core/events/index.js';
import { NotFound } from '../../core/http/index.js';
import {
  deleteFailedJob,
  listUnfinishedJobs,
  retryJob,
  type UnfinishedJob,
} from '../../core/jobs/index.js';

/** Work that failed or had to be tried again. */
export interface Troubles {
  jobs: UnfinishedJob[];
  deliveries: FailedDelivery[];
}

/** Work that failed or had to be tried again, newest first, at most 50 of each kind. */
export async function listTroubles(): Promise<Troubles> {
  return { jobs: await listUnfinishedJobs(50), deliveries: await listFailedDeliveries(50) };
}

/** @throws NotFound when there is no such job, or it has not failed. */
export async function retryFailedJob(id: number): Promise<void> {
  if (!(await retryJob(id))) throw new NotFound();
}

/** @throws NotFound when there is no such job, or it has not failed. */
export async function forgetFailedJob(id: number): Promise<void> {
  if (!(await deleteFailedJob(id))) throw new NotFound();
}

/** @throws NotFound when there is no such reaction, or it was not given up. */
export async function retryFailedDelivery(id: number): Promise<void> {
  if (!(await retryDelivery(id))) throw new NotFound();
}
