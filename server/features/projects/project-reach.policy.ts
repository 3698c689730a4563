import { type Query, table } from '../../core/database/index.js';
import type { Actor } from '../../core/permissions/index.js';
import type { ClientReach } from '../clients/index.js';
import { assignedProjectIds, isLive } from './projects.policy.js';

/** Whom an actor with the scope "assigned" meets among the clients: those of their own projects. */
export const reachThroughProjects: ClientReach = {
  contactIds: (actor: Actor) =>
    table('project_assignments')
      .whereIn('project_assignments.project_id', assignedProjectIds(actor))
      .where(isLive('project_assignments.ends_at'))
      .select('project_assignments.membership_id') as unknown as Query<{ membership_id: number }>,
  companyIds: (actor: Actor) =>
    table('projects')
      .whereIn('projects.id', assignedProjectIds(actor))
      .whereNull('projects.deleted_at')
      .whereNotNull('projects.company_id')
      .select('projects.company_id') as unknown as Query<{ company_id: number }>,
};
