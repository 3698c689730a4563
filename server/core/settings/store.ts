import { type Doer, note } from '../audit/index.js';
import { decrypt, encrypt } from '../crypto/index.js';
import { afterCommit, raw, table, transaction } from '../database/index.js';
import { now } from '../dates/clock.js';
import {
  catalogue,
  defaultOf,
  type InstallationKey,
  isSettingKey,
  type SettingKey,
  type SettingValue,
  type WorkspaceKey,
} from './catalogue.js';
import { type SettingChange, settingFacts } from './facts.js';

/** Scope of the settings that belong to the installation; a workspace's are under its id. */
const INSTALLATION = 0;
const usualPollMs = 1500;

interface SettingRow {
  scope: number;
  key: string;
  /** JSON; encrypted where is_secret is 1. */
  value: string;
  is_secret: number;
  updated_at: number;
}

let values = new Map<string, unknown>();
const pinned = new Map<string, unknown>();
let unreadable: string[] = [];
let version = '';
/** Counts the values saved by this process. */
let savedHere = 0;
/** Counts how often what is in memory has changed. */
let edition = 0;

/** A setting of a workspace, from memory; the default where nobody has set it. */
export function setting<Key extends WorkspaceKey>(
  workspaceId: number,
  key: Key,
): SettingValue<Key> {
  return read(workspaceId, key);
}

/** A setting of the whole installation, from memory; the default where nobody has set it. */
export function installationSetting<Key extends InstallationKey>(key: Key): SettingValue<Key> {
  return read(INSTALLATION, key);
}

/** Grows whenever a setting in memory may have changed: what is made of settings can be kept until then. */
export function settingsEdition(): number {
  return edition;
}

/**
 * Saves settings of a workspace, all or none; `null` puts one back to its default. The process
 * reads the new values as soon as the change is committed. The trail keeps what differs, and who it
 * was: without `by` whoever is signed in.
 * @throws ZodError for a value that is not allowed.
 */
export async function saveSettings(
  workspaceId: number,
  changes: { [Key in WorkspaceKey]?: SettingValue<Key> | null },
  by?: Doer,
): Promise<void> {
  if (workspaceId === INSTALLATION) throw new Error('A workspace is needed for these settings');
  await save({ scope: workspaceId, kind: 'workspace', by }, changes);
}

/** Saves settings of the installation; otherwise like saveSettings(). */
export async function saveInstallationSettings(
  changes: {
    [Key in InstallationKey]?: SettingValue<Key> | null;
  },
  by?: Doer,
): Promise<void> {
  await save({ scope: INSTALLATION, kind: 'installation', by }, changes);
}

/** Reads all settings into memory. Until then every setting is at its default. */
export async function loadSettings(): Promise<void> {
  const before = savedHere;
  const current = await readVersion();
  const rows = (await table<SettingRow>('settings')) as SettingRow[];
  // A change committed here while the rows were read may be missing in them.
  if (before !== savedHere) return loadSettings();
  const fresh = new Map<string, unknown>();
  unreadable = [];
  for (const row of rows) remember(fresh, row);
  values = fresh;
  edition += 1;
  version = current;
}

/** Reads the settings again if another process changed them: one small query when none did. */
export async function refreshSettings(): Promise<void> {
  if ((await readVersion()) !== version) await loadSettings();
}

/** Looks for changes of other processes every 1.5 s. Returns the function that stops it. */
export function watchSettings(
  onProblem: (error: unknown) => void,
  pollMs: number = usualPollMs,
): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    refreshSettings()
      .catch(onProblem)
      .finally(() => {
        busy = false;
      });
  }, pollMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Puts every setting of this process back to its default, in memory only. */
export function forgetSettings(): void {
  pinned.clear();
  values = new Map();
  edition += 1;
  unreadable = [];
  version = '';
}

/** Keys of stored settings that cannot be used, because the secret key or their form changed. */
export function unreadableSettings(): readonly string[] {
  return unreadable;
}

/** Lets the environment decide a setting of the installation; what is stored then does not count. */
export function pinSetting<Key extends InstallationKey>(key: Key, value: SettingValue<Key>): void {
  pinned.set(`${INSTALLATION} ${key}`, value);
  edition += 1;
}

function read<Key extends SettingKey>(scope: number, key: Key): SettingValue<Key> {
  const fixed = pinned.get(`${scope} ${key}`);
  if (fixed !== undefined) return fixed as SettingValue<Key>;
  const value = values.get(`${scope} ${key}`);
  return value === undefined ? defaultOf(key) : (value as SettingValue<Key>);
}

interface Saving {
  scope: number;
  kind: 'installation' | 'workspace';
  by: Doer | undefined;
}

async function save(saving: Saving, changes: Record<string, unknown>): Promise<void> {
  const { scope, kind } = saving;
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  await transaction(async () => {
    const updated_at = await nextMoment();
    const saved: SettingChange[] = [];
    for (const [key, value] of entries) {
      if (!isSettingKey(key) || catalogue[key].scope !== kind) {
        throw new Error(`${key} is not a setting of the ${kind}`);
      }
      const stored = await write({ scope, key, value, updated_at });
      saved.push({ key, before: values.get(`${scope} ${key}`) ?? defaultOf(key), after: stored });
      afterCommit(() => {
        savedHere += 1;
        edition += 1;
        values.set(`${scope} ${key}`, stored);
      });
    }
    await leaveEntry(saving, saved);
  });
}

async function leaveEntry({ scope, kind, by }: Saving, saved: SettingChange[]): Promise<void> {
  const id = scope === INSTALLATION ? null : scope;
  await note({
    action: 'settings.changed',
    workspaceId: id,
    actor: by,
    subject: { type: kind, id, name: '' },
    ...settingFacts(saved),
  });
}

async function write(change: {
  scope: number;
  key: SettingKey;
  value: unknown;
  updated_at: number;
}): Promise<unknown> {
  const { scope, key, updated_at } = change;
  const entry = catalogue[key];
  // The default is stored too: a deleted row would leave no trace for the other processes.
  const value = change.value === null ? entry.fallback : entry.type.parse(change.value);
  const json = JSON.stringify(value);
  const row = {
    scope,
    key,
    value: entry.isSecret ? encrypt(json) : json,
    is_secret: entry.isSecret ? 1 : 0,
    updated_at,
  };
  await table('settings').insert(row).onConflict(['scope', 'key']).merge();
  return value;
}

function remember(into: Map<string, unknown>, row: SettingRow): void {
  if (!isSettingKey(row.key)) return;
  try {
    const json = Number(row.is_secret) === 1 ? decrypt(row.value) : row.value;
    const value = catalogue[row.key].type.parse(JSON.parse(json));
    into.set(`${row.scope} ${row.key}`, value);
  } catch {
    // A value that nobody can read must not stop every page: its default counts, and health says so.
    unreadable.push(row.key);
  }
}

/** Later than every stored moment, even when the clock was put back: other processes compare it. */
async function nextMoment(): Promise<number> {
  const row = await table('settings').max({ latest: 'updated_at' }).first();
  const latest = Number((row as { latest: unknown } | undefined)?.latest ?? 0);
  return Math.max(now(), latest + 1);
}

async function readVersion(): Promise<string> {
  const row = await table('settings')
    .select(raw('count(*) as rows_stored'), raw('sum(updated_at) as moments'))
    .first();
  const { rows_stored, moments } = (row ?? {}) as { rows_stored?: unknown; moments?: unknown };
  return `${rows_stored} ${moments}`;
}
