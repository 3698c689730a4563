import { z } from 'zod';
import { isTimezone } from '../dates/index.js';

interface Entry<Scope extends 'installation' | 'workspace', Type extends z.ZodType> {
  readonly scope: Scope;
  readonly type: Type;
  readonly fallback: z.output<Type>;
  /** Encrypted at rest and never shown again once saved. */
  readonly isSecret: boolean;
}

const line = (most: number) => z.string().trim().max(most, 'errors.too_long');
const address = z.union([z.literal(''), z.email('errors.email').max(254)]);
const webAddress = z
  .url({ protocol: /^https?$/, error: 'errors.url' })
  .max(300)
  .transform((url) => url.replace(/\/+$/, ''));
const timezone = z.string().refine(isTimezone, 'errors.timezone');
const currency = z.enum(Intl.supportedValuesOf('currency') as [string, ...string[]], {
  error: 'errors.currency',
});
const locale = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'errors.locale');
const color = z.string().regex(/^#[0-9a-f]{6}$/i, 'errors.color');
/** A key that core/storage gave out. */
const storedFile = z.string().max(80);
const count = (least: number, most: number) =>
  z
    .number('errors.number')
    .int('errors.number')
    .min(least, 'errors.too_small')
    .max(most, 'errors.too_large');

/** Every setting: whose it is, what it may be, what it is until somebody sets it. */
export const catalogue = {
  'general.name': workspace(line(120).min(1, 'errors.required'), 'Task Session'),
  'general.address': workspace(line(600), ''),
  'general.timezone': workspace(timezone, 'UTC'),
  'general.currency': workspace(currency, 'EUR'),
  'general.locale': workspace(locale, 'en'),
  'general.date_format': workspace(z.enum(['auto', 'dmy', 'mdy', 'ymd']), 'auto'),
  'general.week_start': workspace(z.enum(['monday', 'saturday', 'sunday']), 'monday'),
  'general.base_url': installation(z.union([z.literal(''), webAddress]), ''),

  'branding.color': workspace(color, '#1f6f5c'),
  'branding.logo': workspace(storedFile, ''),
  'branding.logo_dark': workspace(storedFile, ''),
  'branding.favicon': workspace(storedFile, ''),
  'branding.theme': workspace(z.enum(['auto', 'light', 'dark']), 'auto'),
  'branding.portal_name': workspace(line(120), ''),
  'branding.welcome': workspace(line(2000), ''),
  'branding.login_text': workspace(line(600), ''),
  'branding.hide_product': workspace(z.boolean(), false),

  /** Id of the plug-in that sends. */
  'mail.transport': installation(z.enum(['smtp', 'log']), 'smtp'),
  'mail.host': installation(line(253), ''),
  'mail.port': installation(count(1, 65_535), 587),
  'mail.security': installation(z.enum(['starttls', 'tls', 'none']), 'starttls'),
  'mail.user': installation(line(254), ''),
  'mail.password': secret(z.string().max(500), ''),
  'mail.from_name': installation(line(120), ''),
  'mail.from_address': installation(address, ''),
  'mail.reply_to': installation(address, ''),

  'security.password_min_length': installation(count(8, 64), 12),
  /** Whether clients may sign in by a link sent to their e-mail. */
  'security.sign_in_link': installation(z.boolean(), false),
  'security.session_idle_hours': installation(count(1, 720), 24),
  'security.session_absolute_days': installation(count(1, 90), 14),
  'security.remember_days': installation(count(1, 365), 30),
  /** Days after which the trail forgets an entry. */
  'security.audit_days': installation(count(90, 3650), 730),
  /** Days after which sign-ins are forgotten. */
  'security.sign_in_days': installation(count(90, 3650), 365),

  /** Days after which access is to be reviewed again; 0 reminds nobody. */
  'security.access_review_days': installation(count(0, 366), 90),

  /** Ids of the roles that need a second factor, each with the moment (ms UTC) since when. */
  'security.second_factor_roles': installation(
    z.record(z.string().regex(/^\d{1,9}$/), count(0, Number.MAX_SAFE_INTEGER)),
    {},
  ),
  /** Time to set one up, from when a role needs it of somebody. */
  'security.second_factor_days': installation(count(0, 90), 7),

  /** Ends of access up to this moment (ms UTC) have been announced. */
  'access.announced_until': installation(count(0, Number.MAX_SAFE_INTEGER), 0),
  'access.noted_until': installation(count(0, Number.MAX_SAFE_INTEGER), 0),
  /** When (ms UTC) the Admins of the workspace were last reminded of the review of access. */
  'access.review_reminded_at': workspace(count(0, Number.MAX_SAFE_INTEGER), 0),

  'google.client_id': installation(line(300), ''),
  'google.client_secret': secret(z.string().max(300), ''),
  /** Whether people whom nobody knows may come in by Google, as clients without projects. */
  'google.allows_new': installation(z.boolean(), false),
  /** Google Workspace whose accounts alone may be used; empty for any account. */
  'google.domain': installation(line(253), ''),

  'files.max_bytes': installation(count(1000, 50_000_000_000), 100_000_000),
  /** Extensions that may be uploaded, without a dot; empty means the built-in list. */
  'files.allowed_extensions': installation(
    z.array(z.string().regex(/^[a-z0-9]{1,10}$/)).max(200),
    [],
  ),
  /** All files of one workspace together; 0 means as much as the disk holds. */
  'files.quota_bytes': installation(count(0, 1024 ** 5), 0),

  'license.key': installation(line(2000), ''),
  /** When the installer finished, in ms UTC; 0 means not yet. */
  'installation.completed_at': installation(count(0, Number.MAX_SAFE_INTEGER), 0),
  /** The workspace that the installer made: its brand stands on pages for nobody in particular. */
  'installation.primary_workspace_id': installation(count(1, 2 ** 31), 1),
} as const;

type Catalogue = typeof catalogue;

/** Name of a setting. */
export type SettingKey = keyof Catalogue;
/** Name of a setting that each workspace has for itself. */
export type WorkspaceKey = {
  [Key in SettingKey]: Catalogue[Key]['scope'] extends 'workspace' ? Key : never;
}[SettingKey];
/** Name of a setting that the whole installation shares. */
export type InstallationKey = Exclude<SettingKey, WorkspaceKey>;
/** What a setting holds. */
export type SettingValue<Key extends SettingKey> = z.output<Catalogue[Key]['type']>;

/** Whether a text names a setting. */
export function isSettingKey(text: string): text is SettingKey {
  return Object.hasOwn(catalogue, text);
}

/** What a setting is until somebody sets it. */
export function defaultOf<Key extends SettingKey>(key: Key): SettingValue<Key> {
  return catalogue[key].fallback as SettingValue<Key>;
}

function workspace<Type extends z.ZodType>(
  type: Type,
  fallback: z.output<Type>,
): Entry<'workspace', Type> {
  return { scope: 'workspace', type, fallback, isSecret: false };
}

function installation<Type extends z.ZodType>(
  type: Type,
  fallback: z.output<Type>,
): Entry<'installation', Type> {
  return { scope: 'installation', type, fallback, isSecret: false };
}

function secret<Type extends z.ZodType>(
  type: Type,
  fallback: z.output<Type>,
): Entry<'installation', Type> {
  return { scope: 'installation', type, fallback, isSecret: true };
}
