import { now } from '../../core/dates/index.js';

/** A believable agency for the page that shows every component. Nothing of it is stored. */
export function interfaceSamples() {
  return {
    people,
    columns,
    files,
    milestones,
    steps,
    form,
    choices,
    comments: comments(),
    hues,
    scopes,
  };
}

const hues = ['slate', 'red', 'rose', 'amber', 'green', 'teal', 'blue', 'violet'];

const person = (name: string, initials: string, hue: string) => ({
  name,
  initials,
  hue,
  photoUrl: null,
});

const priya = person('Priya Raman', 'PR', 'violet');
const jonas = person('Jonas Okafor', 'JO', 'blue');
const elin = person('Elin Sandberg', 'ES', 'amber');
const mateo = person('Mateo Torres', 'MT', 'teal');
const hana = person('Hana Kimura', 'HK', 'rose');
const people = [priya, jonas, elin, mateo, hana, person('Dov Weiss', 'DW', 'green')];

const page = '/settings/interface';
const eye = (visible: boolean) => ({ visible, action: page });
const label = (name: string, hue: string) => ({ name, hue });
const due = (text: string, state = '') => ({ text, state });
let lastId = 0;
const task = (title: string, rest: object) => {
  lastId += 1;
  const href = '/settings/interface#board';
  return {
    id: lastId,
    title,
    href,
    moveHref: href,
    eyeHref: page,
    visible: false,
    people: [],
    ...rest,
  };
};

const columns = [
  {
    id: 1,
    name: 'To do',
    hue: 'slate',
    count: 3,
    addHref: '/settings/interface#board',
    tasks: [
      task('Write the wholesale enquiry page', {
        labels: [label('Copy', 'amber')],
        due: due('2 Dec'),
        comments: 1,
        people: [elin],
      }),
      task('Photograph the new Ethiopia Guji bags', {
        labels: [label('Brand', 'teal')],
        visible: true,
      }),
      task(
        'Donaudampfschifffahrtsgesellschaftskapitänsmütze: a word of forty letters and a title that goes on',
        { due: due('7 Dec'), people },
      ),
    ],
  },
  {
    id: 2,
    name: 'In progress',
    hue: 'blue',
    count: 6,
    limit: 5,
    addHref: '/settings/interface#board',
    tasks: [
      task('Product page: grind size and subscription picker', {
        labels: [label('Development', 'blue'), label('Shop', 'rose')],
        visible: true,
        due: due('24 Nov', 'soon'),
        checklist: '4/7',
        comments: 6,
        people: [jonas, mateo],
      }),
      task('Checkout shows the wrong delivery date on bank holidays', {
        labels: [label('Bug', 'red'), label('Shop', 'rose')],
        due: due('20 Nov', 'late'),
        comments: 2,
        people: [mateo],
      }),
    ],
    moreHref: '/settings/interface#board',
    moreText: 'Show 4 more',
  },
  {
    id: 3,
    name: 'Client review',
    hue: 'amber',
    count: 2,
    tasks: [
      task('Homepage hero: final artwork', {
        labels: [label('Design', 'violet'), label('Brand', 'teal')],
        review: { text: 'With client, round 2', tone: 'warn' },
        visible: true,
        due: due('23 Nov', 'soon'),
        comments: 8,
        files: 3,
        people: [hana, priya],
      }),
      task('Subscription confirmation email', {
        labels: [label('Copy', 'amber')],
        review: { text: 'Changes requested', tone: 'bad' },
        visible: true,
        due: due('19 Nov', 'late'),
        comments: 4,
        people: [elin, hana],
      }),
    ],
  },
  {
    id: 4,
    name: 'Done',
    hue: 'green',
    count: 1,
    isDone: true,
    tasks: [
      task('Colour palette and type for screen', {
        labels: [label('Design', 'violet')],
        review: { text: 'Approved', tone: 'ok', icon: 'check' },
        visible: true,
        due: due('6 Nov', 'done'),
        files: 4,
        people: [hana],
      }),
    ],
  },
  { id: 5, name: 'Waiting', hue: 'violet', count: 0, tasks: [] },
];

const here = '/settings/interface#files';
const file = (id: number, name: string, note: string, icon: string, visible: boolean) => ({
  id,
  name,
  note,
  icon,
  downloadHref: here,
  deleteHref: here,
  eye: eye(visible),
});
const files = [
  file(1, 'Brand guidelines 2026.pdf', '8.2 MB, Hana Kimura, 17 Nov', 'file-text', true),
  file(2, 'Product photos, batch 1.zip', '164 MB, Priya Raman, 9 Nov', 'file-archive', false),
  file(3, 'Roastery film, rough cut.mp4', '88 MB, Hana Kimura, 6 Nov', 'film', true),
];

const milestones = [
  { label: 'Discovery and sitemap', note: 'Completed 11 Nov', state: 'done' },
  { label: 'Design direction', note: 'Completed 17 Nov', state: 'done' },
  { label: 'Build and content', note: 'Due 4 Dec, 9 of 16 tasks done', state: 'now' },
  { label: 'Launch', note: '18 Dec', state: 'next' },
];

const steps = [
  { label: 'Welcome', state: 'done' },
  { label: 'Database', state: 'now' },
  { label: 'Administrator', state: 'next' },
  { label: 'Organisation', state: 'next' },
];

const form = {
  values: {
    title: 'Homepage hero',
    email: 'sofia@harbour',
    stage: 'active',
    notify: '1',
    hue: 'teal',
  },
  errors: {
    email: 'This address has no ending such as “.com”. Check the part after the @.',
    password: 'This password is among the most common ones. Choose another.',
  },
};

const choices = {
  engines: [
    { value: 'sqlite', label: 'Built in', hint: 'One file, nothing to install.' },
    { value: 'mysql', label: 'MySQL or MariaDB', hint: 'You have a database server already.' },
    {
      value: 'none',
      label: 'Not available',
      hint: 'A choice that cannot be made.',
      disabled: true,
    },
  ],
  readers: [
    { value: 'internal', label: 'Internal', icon: 'eye-off' },
    { value: 'client', label: 'Client sees this', icon: 'eye' },
  ],
  stages: [
    { value: 'planned', label: 'Planned' },
    { value: 'active', label: 'Active' },
    { value: 'completed', label: 'Completed' },
  ],
};

const scopes = [
  { value: 'none', label: 'None' },
  { value: 'assigned', label: 'Assigned' },
  { value: 'all', label: 'All' },
];

function comments() {
  const hour = 3_600_000;
  return [
    {
      id: 1,
      author: hana,
      at: now() - 26 * hour,
      bodyHtml: '<p>We moved the harbour lights to the left so the headline has room.</p>',
      internal: false,
      showsVisibility: true,
      files: [{ name: 'hero-desktop-v2.png', href: here, note: '2.4 MB' }],
    },
    {
      id: 2,
      author: jonas,
      at: now() - 2 * hour,
      bodyHtml:
        '<p>The font licence covers <strong>print only</strong>. I ask the foundry today.</p>',
      internal: true,
      showsVisibility: true,
      edited: true,
      editHref: here,
      deleteHref: here,
    },
  ];
}
