import { get, post, routes } from '../../core/http/index.js';
import { trail } from './audit.controller.js';
import { trailExport } from './audit-export.controller.js';

export const auditRoutes = routes([
  get('/audit', 'audit.view', trail.index),
  post('/audit/export', 'audit.view', trailExport.create),
]);
