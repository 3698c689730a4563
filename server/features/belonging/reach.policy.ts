import { type Actor, holds } from '../../core/permissions/index.js';

/** Whether somebody, as who they are in a workspace, may read who belongs to it. */
export function mayReadMembers(there: Actor | undefined): there is Actor {
  return there?.kind === 'team' && holds(there, 'users.view') && holds(there, 'clients.view');
}

/** Whether somebody, as who they are in a workspace, may bring people of an audience into it. */
export function mayBring(there: Actor | undefined, audience: 'team' | 'client'): there is Actor {
  if (there?.kind !== 'team') return false;
  return holds(there, audience === 'team' ? 'users.create' : 'clients.create');
}
