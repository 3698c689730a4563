import { installationSetting, setting } from '../settings/index.js';
import type { Mailbox, MailTransport, TransportSettings } from './contract.js';
import { headerText } from './outbox.js';

let transports: readonly MailTransport[] = [];

/**
 * Gives this process the ways for messages to leave.
 * @throws Error when two of them share an id.
 */
export function useMailTransports(list: readonly MailTransport[]): void {
  const ids = new Set(list.map((transport) => transport.id));
  if (ids.size !== list.length) throw new Error('Two mail transports share an id');
  transports = list;
}

/** How messages leave and in whose name, as far as the settings say it. */
export interface MailSettings extends TransportSettings {
  transport: string;
  fromName: string;
  fromAddress: string;
  replyTo: string;
}

/** A server may be silent for two minutes before it is given up; RFC 5321 allows more, a queue waits. */
const timeoutMs = 120_000;

/** The settings under E-mail. */
export function mailSettings(): MailSettings {
  return {
    transport: installationSetting('mail.transport'),
    host: installationSetting('mail.host'),
    port: installationSetting('mail.port'),
    security: installationSetting('mail.security'),
    user: installationSetting('mail.user'),
    password: installationSetting('mail.password'),
    fromName: installationSetting('mail.from_name'),
    fromAddress: installationSetting('mail.from_address'),
    replyTo: installationSetting('mail.reply_to'),
    timeoutMs,
  };
}

/** Whether messages can leave; until then they wait in the outbox. */
export function isMailSetUp(settings: MailSettings = mailSettings()): boolean {
  return settings.fromAddress !== '' && (settings.transport === 'log' || settings.host !== '');
}

/**
 * The transport that the settings name.
 * @throws Error when this program has none of that id.
 */
export function transportFor({ transport: id }: MailSettings): MailTransport {
  const found = transports.find((transport) => transport.id === id);
  if (!found) throw new Error(`There is no mail transport "${id}"`);
  return found;
}

/** The sender of a workspace's messages. */
export function senderOf(settings: MailSettings, workspaceId: number): Mailbox {
  const name = settings.fromName || brandName(workspaceId);
  return { name: headerText(name), address: settings.fromAddress };
}

/** What a workspace calls itself towards the people it writes to. */
export function brandName(workspaceId: number): string {
  return setting(workspaceId, 'branding.portal_name') || setting(workspaceId, 'general.name');
}
