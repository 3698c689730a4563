import { insertRow, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import { NotFound } from '../../core/http/index.js';
import type { Actor, Hue } from '../../core/permissions/index.js';
import { visibleTeams } from './teams.policy.js';

/** A named group of the agency's people. */
export interface TeamRow {
  id: number;
  workspace_id: number;
  name: string;
  /** The name as it is compared: no two teams of a workspace share it. */
  name_key: string;
  description: string | null;
  hue: Hue;
  created_at: number;
  updated_at: number;
}

/** What a person can say about a team. */
export type TeamDetails = Pick<TeamRow, 'name' | 'description' | 'hue'>;

/** A team as choices and lists name it. */
export type TeamName = Pick<TeamRow, 'id' | 'name' | 'hue'>;

/** The team, for an actor who may know of it. @throws NotFound for everybody else. */
export async function findTeam(actor: Actor, id: number): Promise<TeamRow> {
  const found = await visibleTeams(actor).where('teams.id', id).first();
  if (!found) throw new NotFound();
  return found as TeamRow;
}

/** Every team that the actor may know of, by name. */
export async function listTeamOptions(actor: Actor): Promise<TeamName[]> {
  const rows = await visibleTeams(actor)
    .orderBy('teams.name_key')
    .select('teams.id', 'teams.name', 'teams.hue');
  return rows as TeamName[];
}

/** Adds a team without members and returns its id. */
export function insertTeam(workspaceId: number, details: TeamDetails): Promise<number> {
  const at = now();
  return insertRow('teams', {
    workspace_id: workspaceId,
    ...details,
    name_key: keyOf(details.name),
    created_at: at,
    updated_at: at,
  });
}

/** Writes new details of a team. */
export async function updateTeam(id: number, details: TeamDetails): Promise<void> {
  await table('teams')
    .where({ id })
    .update({ ...details, name_key: keyOf(details.name), updated_at: now() });
}

/** Takes a team away with its list of members. */
export async function deleteTeamRow(id: number): Promise<void> {
  await table('teams').where({ id }).delete();
}

function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
