import { createHash } from 'node:crypto';
import { type MailSettings, sendTestMail, type TestResult } from '../server/core/mail/index.js';
import type { EmailInput } from '../server/features/settings/index.js';
import { type Answers, type EmailAnswer, sealed, unsealed } from './state.js';

/** A server may be silent this long (ms) before a trial is given up. */
const patience = 15_000;

/** What is kept of the e-mail settings; a password left empty stays for the same user of the same server. */
export function emailAnswer(input: EmailInput, kept?: EmailAnswer): EmailAnswer {
  const isSame = kept && !kept.isSkipped && kept.host === input.host && kept.user === input.user;
  const password =
    input.password === '' && isSame ? kept.password : sealed(input.user ? input.password : '');
  return { ...input, password, isSkipped: false };
}

/** E-mail left for later. What was typed before stays for whoever comes back. */
export function skippedEmail(kept?: EmailAnswer): EmailAnswer {
  const nothing = {
    host: '',
    port: 587,
    security: 'starttls' as const,
    user: '',
    password: '',
    from_name: '',
    from_address: '',
    reply_to: '',
  };
  return { ...nothing, ...kept, isSkipped: true };
}

/** Sends a real message with these settings and tells what came of it. */
export function tryEmail(
  answer: EmailAnswer,
  to: { name: string; address: string },
  answers: Answers,
): Promise<TestResult> {
  const sender = answers.organisation?.name ?? '';
  const settings = mailSettingsOf(answer, sender);
  const locale = answers.organisation?.locale ?? 'en';
  return sendTestMail(settings, to, { workspaceId: 0, locale, sender });
}

/** Tells settings apart from those that a trial has already found right. */
export function fingerprintOf(answer: EmailAnswer): string {
  const { host, port, security, user, from_address } = answer;
  const password = unsealed(answer.password) ?? '';
  return createHash('sha256')
    .update(JSON.stringify([host, port, security, user, from_address, password]))
    .digest('hex');
}

function mailSettingsOf(answer: EmailAnswer, organisation: string): MailSettings {
  return {
    transport: 'smtp',
    host: answer.host,
    port: answer.port,
    security: answer.security,
    user: answer.user,
    password: unsealed(answer.password) ?? '',
    fromName: answer.from_name || organisation,
    fromAddress: answer.from_address,
    replyTo: answer.reply_to,
    timeoutMs: patience,
  };
}
