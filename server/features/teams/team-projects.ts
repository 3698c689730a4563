import type { Actor } from '../../core/permissions/index.js';

/** What the projects do when a team changes. They stand below teams and cannot be called directly. */
export interface TeamProjects {
  /** Whether the actor decides who is on every project of a team: whom they put into it comes onto them all. */
  mayStaff(actor: Actor, teamId: number): Promise<boolean>;
  /**
   * Locks teams and their projects, always in the same order, before anything is changed: of two
   * changes at one moment the second sees what the first did.
   */
  lock(teamIds: readonly number[]): Promise<void>;
  /** Makes members who came into a team or left it be on the right projects; within the open transaction. */
  follow(actor: Actor, teamId: number, membershipIds: readonly number[]): Promise<void>;
  /** Takes a team off all its projects; within the open transaction. */
  release(actor: Actor, team: { id: number; name: string }): Promise<void>;
}

let projects: TeamProjects | undefined;

/** Tells this room how projects follow their teams. */
export function useTeamProjects(provided: TeamProjects): void {
  projects = provided;
}

/** How projects follow their teams. @throws Error before somebody has told. */
export function teamProjects(): TeamProjects {
  if (!projects) throw new Error('Nobody has said how projects follow their teams');
  return projects;
}
