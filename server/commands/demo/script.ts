/** A project of the demo and what is to be done in it. */
export interface ProjectScript {
  name: string;
  /** Place of its company in the cast; null for the agency's own. */
  company: number | null;
  status: 'planned' | 'active' | 'on_hold' | 'completed';
  hue: string;
  description: string;
  /** Days from today. */
  startsIn: number;
  dueIn: number;
  /** Places of its members in the cast. */
  members: readonly number[];
  /** Places of the teams on it in the cast. */
  teams?: readonly number[];
  tasks: readonly string[];
  isArchived?: true;
}

const website = [
  'Homepage hero: final artwork',
  'Product page: grind size and subscription picker',
  'Write the wholesale enquiry page',
  'Redirect map for the 214 old URLs',
  'Cookie notice wording, reviewed with legal',
  'Checkout shows the wrong delivery date on bank holidays',
  'Story page with the roastery film',
  'Set up analytics without cookies',
  'Menu labels and footer copy',
  'Subscription confirmation email',
  'Photograph the new Ethiopia Guji bags',
  'Colour palette and type for screen',
  'Staging server with nightly copies',
  'Sitemap signed off',
  'Opening hours on every page',
  'Speed budget: under two seconds on a slow phone',
];
const campaign = [
  'Poster for the railway stations',
  'Landing page, English and French',
  'Media plan for six weeks',
  'Short film: three cuts for social',
  'Newsletter to past travellers',
  'Radio spot, thirty seconds',
  'Track bookings from each channel',
  'Print proofs back from the printer',
];
const brand = [
  'Interview five customers',
  'Moodboard: three directions',
  'Logo sketches, first round',
  'Typeface licence and fallback fonts',
  'Brand book, chapter on photography',
  'Stationery for the new office',
  'Tone of voice with ten examples',
  'Vehicle lettering',
];
const retainer = [
  'Monthly search report',
  'Fix titles longer than the results page shows',
  'Answer reviews of the last month',
  'New articles: two for the blog',
  'Check forms and phone numbers',
  'Renew the certificate of the shop',
];

/** The projects of the demo, in every state a project can have. */
export const projects: readonly ProjectScript[] = [
  {
    name: 'Website relaunch',
    company: 0,
    status: 'active',
    hue: 'teal',
    description: 'A new shop and story for the roastery, **live before Christmas**.',
    startsIn: -70,
    dueIn: 26,
    members: [0, 1, 2, 3, 4, 5],
    teams: [1],
    tasks: website,
  },
  {
    name: 'Autumn campaign',
    company: 1,
    status: 'active',
    hue: 'amber',
    description: 'Six weeks of city trips by train.',
    startsIn: -40,
    dueIn: 12,
    members: [0, 2, 6, 7],
    tasks: campaign,
  },
  {
    name: 'Brand refresh',
    company: 2,
    status: 'active',
    hue: 'violet',
    description: 'A mark that works on wood, paper and screens.',
    startsIn: -25,
    dueIn: 60,
    members: [0, 4, 6, 8],
    teams: [0],
    tasks: brand,
  },
  {
    name: 'Retainer: search',
    company: 2,
    status: 'active',
    hue: 'blue',
    description: 'Every month: report, repairs, two articles.',
    startsIn: -200,
    dueIn: 100,
    members: [0, 5, 2],
    teams: [2],
    tasks: retainer,
  },
  {
    name: 'Patient portal texts',
    company: 3,
    status: 'on_hold',
    hue: 'green',
    description: 'Waits for the legal review.',
    startsIn: -60,
    dueIn: 30,
    members: [2, 6],
    tasks: brand.slice(0, 5),
  },
  {
    name: 'Open day 2027',
    company: 4,
    status: 'planned',
    hue: 'rose',
    description: 'Invitations, signs and a page with the programme.',
    startsIn: 20,
    dueIn: 120,
    members: [6, 4],
    tasks: campaign.slice(0, 4),
  },
  {
    name: 'Regatta programme',
    company: 5,
    status: 'completed',
    hue: 'slate',
    description: 'Printed programme and results page.',
    startsIn: -150,
    dueIn: -20,
    members: [4, 8, 1],
    teams: [0],
    tasks: campaign.slice(2),
  },
  {
    name: 'Harbour brand book',
    company: 0,
    status: 'completed',
    hue: 'red',
    description: 'Finished in spring; the relaunch builds on it.',
    startsIn: -320,
    dueIn: -180,
    members: [4, 0],
    teams: [0],
    tasks: brand,
    isArchived: true,
  },
  {
    name: 'Our own website',
    company: null,
    status: 'active',
    hue: 'slate',
    description: 'When there is time.',
    startsIn: -30,
    dueIn: 90,
    members: [0, 1, 4],
    teams: [1, 2],
    tasks: website.slice(6, 12),
  },
];

/** Words for comments, as the team and the client write them. */
export const remarks = {
  team: [
    'Moved the lights to the left, so the headline has room.',
    'Waiting for the photos; will go on as soon as they are here.',
    'Tested on a small phone: the second line breaks badly.',
    'Done on staging. Please look before noon.',
    'The old text is still in the footer, I will replace it today.',
  ],
  internal: [
    'Two hours over the estimate so far. Keep an eye on it.',
    'They will ask for a third round; let us agree on the price first.',
    'Careful: the contact changes next month.',
  ],
  client: [
    'Looks lovely, thank you.',
    'Could the opening hours be larger?',
    'Tom likes the second version better.',
  ],
} as const;

/** Verbs and things from which the tasks of a large demo are put together. */
export const phrases = {
  verbs: [
    'Write',
    'Draw',
    'Review',
    'Build',
    'Test',
    'Plan',
    'Translate',
    'Photograph',
    'Measure',
    'Print',
  ],
  things: [
    'the landing page',
    'the menu',
    'the newsletter',
    'the price list',
    'the poster',
    'the checkout',
    'the header',
    'the report',
    'the icons',
    'the opening film',
    'the map',
    'the catalogue',
  ],
  ends: [
    'for spring',
    'in French',
    'with the new photos',
    'for phones',
    'after the meeting',
    'for the shop',
    'once more',
    'without the old logo',
    'as agreed',
    'for the fair',
  ],
} as const;
