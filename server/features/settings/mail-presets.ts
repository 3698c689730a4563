/** How a common provider's SMTP server is reached, as its own documentation says. */
export interface MailPreset {
  id: string;
  name: string;
  host: string;
  port: number;
  security: 'starttls' | 'tls';
  /** What the provider wants as user name, where that is not the address; '' otherwise. */
  user: string;
}

/** Common providers; the list is offered, nothing depends on it. */
export const mailPresets: readonly MailPreset[] = [
  preset('gmail', 'Gmail, Google Workspace', 'smtp.gmail.com', 587),
  preset('outlook', 'Microsoft 365', 'smtp.office365.com', 587),
  preset('ses', 'Amazon SES (eu-west-1)', 'email-smtp.eu-west-1.amazonaws.com', 587),
  preset('brevo', 'Brevo', 'smtp-relay.brevo.com', 587),
  preset('fastmail', 'Fastmail', 'smtp.fastmail.com', 465),
  preset('icloud', 'iCloud Mail', 'smtp.mail.me.com', 587),
  preset('ionos', 'IONOS', 'smtp.ionos.com', 465),
  preset('mailgun', 'Mailgun', 'smtp.mailgun.org', 587),
  preset('mailjet', 'Mailjet', 'in-v3.mailjet.com', 587),
  preset('ovh', 'OVH', 'ssl0.ovh.net', 465),
  preset('postmark', 'Postmark', 'smtp.postmarkapp.com', 587),
  preset('sendgrid', 'SendGrid', 'smtp.sendgrid.net', 587, 'apikey'),
  preset('yahoo', 'Yahoo Mail', 'smtp.mail.yahoo.com', 465),
  preset('zoho', 'Zoho Mail', 'smtp.zoho.eu', 465),
];

/** The preset of an id, or undefined. */
export function mailPreset(id: string): MailPreset | undefined {
  return mailPresets.find((one) => one.id === id);
}

/** Port 465 means TLS from the first byte, 587 means STARTTLS (RFC 8314). */
function preset(id: string, name: string, host: string, port: 465 | 587, user = ''): MailPreset {
  return { id, name, host, port, security: port === 465 ? 'tls' : 'starttls', user };
}
