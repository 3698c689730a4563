import { del, get, post, routes } from '../../core/http/index.js';
import { health } from './health.controller.js';
import { deliveryRetries, failedJobs, jobRetries, maintenance } from './maintenance.controller.js';
import { messageRetries, outbox } from './outbox.controller.js';

export const maintenanceRoutes = routes([
  get('/health', 'anyone', health.show, { surface: 'both', forMachines: true }),
  get('/outbox', 'settings.email', outbox.index),
  post('/outbox/:messageId/retry', 'settings.email', messageRetries.create),
  get('/settings/maintenance', 'settings.maintenance', maintenance.show),
  post('/settings/maintenance/jobs/:jobId/retry', 'settings.maintenance', jobRetries.create),
  del('/settings/maintenance/jobs/:jobId', 'settings.maintenance', failedJobs.destroy),
  post(
    '/settings/maintenance/deliveries/:deliveryId/retry',
    'settings.maintenance',
    deliveryRetries.create,
  ),
]);
