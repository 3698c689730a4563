import { inParts, table } from '../../core/database/index.js';

/** Names that a letter tells of projects or teams. */
const mostNames = 20;

/** Names of the projects that members start with, by membership. */
export function projectNamesOf(membershipIds: readonly number[]): Promise<Map<number, string[]>> {
  return namesBy(membershipIds, (ids) =>
    table('project_assignments')
      .join('projects', 'projects.id', 'project_assignments.project_id')
      .whereIn('project_assignments.membership_id', ids)
      .whereNull('projects.deleted_at')
      .whereNull('projects.archived_at')
      .orderBy('projects.name')
      .select('project_assignments.membership_id as id', 'projects.name'),
  );
}

/** Names of the teams that members start in, by membership. */
export function teamNamesOf(membershipIds: readonly number[]): Promise<Map<number, string[]>> {
  return namesBy(membershipIds, (ids) =>
    table('team_members')
      .join('teams', 'teams.id', 'team_members.team_id')
      .whereIn('team_members.membership_id', ids)
      .orderBy('teams.name_key')
      .select('team_members.membership_id as id', 'teams.name'),
  );
}

/** Names of companies, by id. */
export async function companyNames(ids: readonly number[]): Promise<Map<number, string>> {
  const names = await namesBy([...new Set(ids)], (part) =>
    table('companies').whereIn('id', part).select('id', 'name'),
  );
  return new Map([...names].map(([id, [name = '']]) => [id, name]));
}

async function namesBy(
  ids: readonly number[],
  ask: (part: readonly number[]) => PromiseLike<object[]>,
): Promise<Map<number, string[]>> {
  const names = new Map<number, string[]>();
  for (const part of inParts(ids)) {
    for (const { id, name } of (await ask(part)) as { id: number; name: string }[]) {
      const known = names.get(id) ?? [];
      if (known.length < mostNames) names.set(id, [...known, name]);
    }
  }
  return names;
}
