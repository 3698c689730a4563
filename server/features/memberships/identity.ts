import { everybody, inParts, keptQuery, moment, raw, table } from '../../core/database/index.js';
import { now } from '../../core/dates/index.js';
import type {
  IdentityPort,
  MemberState,
  SessionPerson,
  StoredSession,
} from '../../core/http/index.js';
import {
  deleteSession,
  insertSession,
  retireSession,
  type SessionRow,
  touchSession,
  updateSession,
} from '../accounts/index.js';
import { loadActor } from './actors.js';

/** What says whether somebody may come. */
interface Standing {
  user_status: string;
  user_version: number;
  membership_status: string | null;
  membership_version: number | null;
  membership_ends_at: number | null;
  access_version: number;
  archived_at: number | null;
  /** Changes with every workspace that the person comes to, leaves, or that is archived. */
  places: number | string | null;
}

interface Found extends SessionRow, Standing {}

const standing = [
  'users.status as user_status',
  'users.version as user_version',
  'memberships.status as membership_status',
  'memberships.version as membership_version',
  'memberships.ends_at as membership_ends_at',
  'workspaces.access_version',
  'workspaces.archived_at',
] as const;

/** Core's way to sessions and people. */
export const identityPort: IdentityPort = {
  findSession,
  findStandings,
  insertSession,
  updateSession,
  touchSession,
  deleteSession,
  retireSession,
  findMember,
  loadActor,
};

/** Every request of somebody signed in begins with it. */
const livingSession = keptQuery<object, { tokenHash: string }, Found | undefined>(
  (_everybody, { tokenHash }) =>
    sessionsWithStanding()
      .where('sessions.token_hash', tokenHash)
      .where('sessions.expires_at', '>', moment())
      .first('sessions.*', ...standing, placesMark()),
);

const member = keptQuery<object, { userId: number; workspaceId: number }, Standing | undefined>(
  (_everybody, { userId, workspaceId }) =>
    table('memberships')
      .join('users', 'users.id', 'memberships.user_id')
      .join('workspaces', 'workspaces.id', 'memberships.workspace_id')
      .where({ 'memberships.user_id': userId, 'memberships.workspace_id': workspaceId })
      .first(...standing, placesMark()),
);

function sessionsWithStanding() {
  return table('sessions')
    .join('users', 'users.id', 'sessions.user_id')
    .join('workspaces', 'workspaces.id', 'sessions.workspace_id')
    .leftJoin('memberships', (join) => {
      join
        .on('memberships.workspace_id', 'sessions.workspace_id')
        .andOn('memberships.user_id', 'sessions.user_id');
    });
}

/** Versions only rise, so the sum of them tells apart every state of all memberships in use. */
function placesMark() {
  return table('memberships as other')
    .join('workspaces as place', 'place.id', 'other.workspace_id')
    .where('other.user_id', raw('users.id'))
    .whereNull('place.archived_at')
    .select(raw('sum(other.version * 1024 + 1)'))
    .as('places');
}

/** The living session and everything that says whether its person may still come: one query. */
async function findSession(
  tokenHash: string,
): Promise<{ session: StoredSession; person: SessionPerson } | undefined> {
  const row = await livingSession(everybody, { tokenHash });
  return row ? { session: sessionOf(row), person: personOf(row) } : undefined;
}

/** How the people of some living sessions stand: what findSession() finds, for many at once. */
async function findStandings(tokenHashes: readonly string[]): Promise<Map<string, MemberState>> {
  const found = new Map<string, MemberState>();
  for (const part of inParts([...new Set(tokenHashes)])) {
    const rows = (await sessionsWithStanding()
      .whereIn('sessions.token_hash', part)
      .where('sessions.expires_at', '>', now())
      .select('sessions.token_hash', ...standing, placesMark())) as (Standing & {
      token_hash: string;
    })[];
    for (const row of rows) found.set(row.token_hash, stateOf(row));
  }
  return found;
}

/** How somebody stands in a workspace: one query. */
async function findMember(userId: number, workspaceId: number): Promise<MemberState | undefined> {
  const row = await member(everybody, { userId, workspaceId });
  return row && stateOf(row);
}

function personOf(row: Found): SessionPerson {
  return { ...stateOf(row), seenAt: row.seen_at };
}

function stateOf(row: Standing): MemberState {
  const hasEnded = row.membership_ends_at !== null && row.membership_ends_at <= now();
  return {
    isActive:
      row.user_status === 'active' &&
      row.membership_status === 'active' &&
      !hasEnded &&
      row.archived_at === null,
    rightsVersion: row.membership_version ?? 0,
    actorVersion: `${row.user_version}.${row.membership_version}.${row.access_version}.${row.places}`,
  };
}

function sessionOf(row: Found): StoredSession {
  return {
    tokenHash: row.token_hash,
    userId: row.user_id,
    workspaceId: row.workspace_id,
    rightsVersion: row.rights_version,
    isRemembered: row.is_remembered === 1,
    data: row.data,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    ipAddress: row.ip_address,
    userAgent: row.user_agent,
    signInId: row.sign_in_id,
  };
}
