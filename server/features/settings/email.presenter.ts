import type { TestResult } from '../../core/mail/index.js';

/** The field that a failed trial speaks of; shared with the installer. */
export function fieldOfMailProblem(result: TestResult & { ok: false }): string {
  return fields[result.problem] ?? 'host';
}

const fields: Record<string, string> = {
  certificate: 'security',
  no_encryption: 'security',
  encryption_expected: 'security',
  sign_in_refused: 'password',
  sign_in_missing: 'user',
  sender_refused: 'from_address',
  recipient_refused: 'test_address',
};
