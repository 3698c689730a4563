import { table } from '../../core/database/index.js';
import type { MembershipIds, Sight } from '../../core/subjects/index.js';
import { isLive } from './projects.policy.js';

/**
 * Who sees a project: what visibleProjects() asks of one actor, asked of everybody. It is marked
 * for clients by their being on it, and nobody's own.
 */
export function projectSight(project: { id: number; workspace_id: number }): Sight {
  const assigned = () => onProject(project.id);
  return {
    workspaceId: project.workspace_id,
    isClientVisible: true,
    assigned,
    mine: null,
    needs: [{ permission: 'projects.view', own: assigned }],
  };
}

function onProject(projectId: number): MembershipIds {
  return table('project_assignments')
    .where('project_assignments.project_id', projectId)
    .where(isLive('project_assignments.ends_at'))
    .select('project_assignments.membership_id') as unknown as MembershipIds;
}
