import type { EmailData, EmailTemplate } from '../../../server/core/mail/index.js';

const link = 'https://pm.example.com/open/abc';

/** Values for every e-mail, everything filled in. */
export const samples: { [Template in EmailTemplate]: EmailData[Template] } = {
  'invitation-team': {
    inviter: 'Priya Raman',
    roles: ['Staff', 'Project lead'],
    teams: ['Design', 'Print'],
    projects: ['Harbour lights', 'Museum website'],
    places: ['Finch Media: Staff'],
    awaits: ['See the projects you are on', 'See all tasks of your projects'],
    note: 'Welcome on board!\nSee you on Monday.',
    expires: '29 Nov 2026, 10:00',
    link,
  },
  'invitation-client': {
    inviter: 'Priya Raman',
    company: 'Northwind Harbour',
    projects: ['Harbour lights'],
    places: ['Finch Media'],
    awaits: ['See the tasks shared with you'],
    note: 'Here is your portal.',
    expires: '29 Nov 2026, 10:00',
    link,
  },
  'welcome-set-password': {
    inviter: 'Priya Raman',
    site: 'https://pm.example.com',
    address: 'anna@example.com',
    roles: ['Staff'],
    teams: ['Design'],
    expires: '29 Nov 2026, 10:00',
    link,
  },
  'password-reset': { expires: '22 Nov 2026, 11:00', link },
  'sign-in-link': { expires: '22 Nov 2026, 10:15', link },
  'sign-in-link-team': { link },
  'sign-in-link-invited': {},
  'password-set': { changer: 'Priya Raman', link },
  'password-changed': { when: '22 Nov 2026, 10:00', device: 'Firefox on Linux', link },
  'email-change-confirm': { address: 'new@example.com', expires: '22 Nov 2026, 11:00', link },
  'email-changed': { address: 'new@example.com' },
  'email-confirmed': { link },
  'workspace-added': { changer: 'Priya Raman', workspace: 'Finch Media', roles: ['Staff'], link },
  'role-changed': { changer: 'Priya Raman', before: ['Staff'], after: ['Project lead'], link },
  'account-deactivated': {},
  'access-ends': { role: 'Admin', when: '24 Nov 2026, 18:00', link },
  'access-review-due': { days: 90, link },
  'access-ends-soon': {
    endings: ['Jonas Okafor: the role Admin, 24 Nov 2026, 18:00', 'Nora Quist: all access'],
    link,
  },
  'second-factor': {
    headline: 'A passkey was added',
    what: 'The passkey “Phone” now signs in to your account.',
    when: '22 Nov 2026, 10:00',
    device: 'Firefox on Linux',
    link,
  },
  'new-device': { device: 'Firefox on Linux', when: '22 Nov 2026, 10:00', ip: '192.0.2.7', link },
  'project-assigned': {
    assigner: 'Priya Raman',
    project: 'Harbour lights',
    company: 'Northwind Harbour',
    due: '17 Dec 2026',
    link,
  },
  'project-assigned-client': { project: 'Harbour lights', link },
  'team-joined': {
    adder: 'Priya Raman',
    team: 'Design',
    projects: ['Harbour lights', 'Museum website'],
    more: 3,
    link,
  },
  'task-assigned': {
    assigner: 'Priya Raman',
    task: 'Choose the lamps',
    project: 'Harbour lights',
    due: '1 Dec 2026',
    excerpt: 'Warm white, IP67.',
    link,
  },
  'work-handed-over': {
    giver: 'Priya Raman',
    leaver: 'Jonas Okafor',
    lines: ['Choose the lamps (Harbour lights)', 'Draw the map (Museum website)'],
    more: 3,
    link,
  },
  'comment-added': {
    author: 'Ben Ortiz',
    title: 'Choose the lamps',
    excerpt: 'Shall we take the warm ones?\nThey cost a little more.',
    project: 'Harbour lights',
    link,
  },
  'review-requested': {
    requester: 'Priya Raman',
    title: 'Choose the lamps',
    project: 'Harbour lights',
    due: '3 March 2027',
    message: 'Look at the second page first.',
    files: ['lamps.pdf', 'plan.png'],
    link,
  },
  'review-reminder': {
    title: 'Choose the lamps',
    project: 'Harbour lights',
    due: '3 March 2027',
    link,
  },
  'review-decided': {
    headline: 'Sofia Lindqvist approved "Choose the lamps"',
    title: 'Choose the lamps',
    project: 'Harbour lights',
    comment: 'Wonderful.',
    link,
  },
  'discussion-opened': {
    author: 'Ben Ortiz',
    title: 'Which photographs?',
    excerpt: 'The ones from the harbour, or the others?',
    project: 'Harbour lights',
    link,
  },
  test: { host: 'smtp.example.com', sender: 'Priya Raman' },
};

/** The same with one text in every place that holds a text, but for links. */
export function withText(template: EmailTemplate, text: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(samples[template]).map(([key, value]) => {
      if (key === 'link') return [key, value];
      return [key, Array.isArray(value) ? value.map(() => text) : text];
    }),
  );
}
