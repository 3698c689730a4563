// Ways for e-mail to leave. A new one is a folder and one line here.
import { logTransport } from './log/index.js';
import { smtpTransport } from './smtp/index.js';
import type { MailTransport } from './transport.js';

/** Every mail transport; the program gives them to core/mail when it starts. */
export const mailTransports: readonly MailTransport[] = [smtpTransport, logTransport];
