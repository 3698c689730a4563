import { programVersion, worst } from '../../core/health/index.js';
import { id, type Request, type Response, redirect, view } from '../../core/http/index.js';
import { showSettings } from '../settings/index.js';
import { systemChecks } from './health.service.js';
import { presentDelivery, presentJob } from './maintenance.presenter.js';
import {
  forgetFailedJob,
  listTroubles,
  retryFailedDelivery,
  retryFailedJob,
} from './maintenance.service.js';

const page = view('maintenance/show');
const address = '/settings/maintenance';

/** The state of the system. */
export const maintenance = {
  async show(request: Request, response: Response): Promise<void> {
    const checks = await systemChecks();
    const { jobs, deliveries } = await listTroubles();
    showSettings(request, response, page, {
      section: 'maintenance',
      version: programVersion(),
      checks,
      worst: worst(checks),
      jobs: jobs.map(presentJob),
      deliveries: deliveries.map(presentDelivery),
    });
  },
};

/** A failed job, tried once more. */
export const jobRetries = {
  async create(request: Request, response: Response): Promise<void> {
    await retryFailedJob(id(request, 'jobId'));
    redirect(request, response, address, { toast: 'maintenance.job_retried' });
  },
};

/** A failed job, given up for good. */
export const failedJobs = {
  async destroy(request: Request, response: Response): Promise<void> {
    await forgetFailedJob(id(request, 'jobId'));
    redirect(request, response, address, { toast: 'maintenance.job_forgotten' });
  },
};

/** A reaction to an event, tried once more. */
export const deliveryRetries = {
  async create(request: Request, response: Response): Promise<void> {
    await retryFailedDelivery(id(request, 'deliveryId'));
    redirect(request, response, address, { toast: 'maintenance.job_retried' });
  },
};
