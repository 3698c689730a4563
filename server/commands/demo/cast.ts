import type { Hue } from '../../core/permissions/index.js';

/** Somebody of the agency. */
export interface TeamMember {
  name: string;
  jobTitle: string;
  role: 'admin' | 'staff';
  hue: Hue;
}

/** A client company with its contacts and projects. */
export interface ClientCompany {
  name: string;
  domain: string;
  hue: Hue;
  address: string;
  notes: string;
  contacts: readonly { name: string; jobTitle: string }[];
}

/** The people of the invented agency. */
export const team: readonly TeamMember[] = [
  { name: 'Priya Raman', jobTitle: 'Managing director', role: 'admin', hue: 'violet' },
  { name: 'Jonas Okafor', jobTitle: 'Lead developer', role: 'staff', hue: 'blue' },
  { name: 'Elin Sandberg', jobTitle: 'Copywriter', role: 'staff', hue: 'amber' },
  { name: 'Mateo Torres', jobTitle: 'Developer', role: 'staff', hue: 'teal' },
  { name: 'Hana Kimura', jobTitle: 'Designer', role: 'staff', hue: 'rose' },
  { name: 'Dewi Walters', jobTitle: 'Search and analytics', role: 'staff', hue: 'green' },
  { name: 'Amara Nwosu', jobTitle: 'Project manager', role: 'staff', hue: 'red' },
  { name: 'Luca Ferri', jobTitle: 'Motion designer', role: 'staff', hue: 'slate' },
  { name: 'Sunniva Dahl', jobTitle: 'Photographer', role: 'staff', hue: 'blue' },
  { name: 'Tomasz Zieliński', jobTitle: 'Developer', role: 'staff', hue: 'green' },
];

/** The departments of the invented agency; their members by place in the team. */
export const teams: readonly {
  name: string;
  description: string;
  hue: Hue;
  members: readonly number[];
}[] = [
  {
    name: 'Design',
    description: 'Brands, print, pictures and everything that moves',
    hue: 'rose',
    members: [4, 7, 8],
  },
  {
    name: 'Development',
    description: 'Websites and what runs behind them',
    hue: 'blue',
    members: [1, 3, 9],
  },
  {
    name: 'Search',
    description: 'Being found, and the texts for it',
    hue: 'green',
    members: [2, 5],
  },
];

/** The companies that the invented agency works for. */
export const companies: readonly ClientCompany[] = [
  {
    name: 'Harbour Coffee Roasters',
    domain: 'harbourcoffee.example',
    hue: 'teal',
    address: '12 Quayside\nFalmouth TR11 3LJ\nUnited Kingdom',
    notes: 'Prefers calls before ten. Invoices go to Tom.',
    contacts: [
      { name: 'Sofia Lindqvist', jobTitle: 'Head of marketing' },
      { name: 'Tom Becker', jobTitle: 'Owner' },
    ],
  },
  {
    name: 'Northwind Travel',
    domain: 'northwind.example',
    hue: 'blue',
    address: '4 Rue des Fleurs\n1000 Brussels\nBelgium',
    notes: 'Everything must be ready in French and English.',
    contacts: [
      { name: 'Nora Quist', jobTitle: 'Campaign manager' },
      { name: 'Émile Laurent', jobTitle: 'Director' },
    ],
  },
  {
    name: 'Alder & Ash Furniture',
    domain: 'alderash.example',
    hue: 'amber',
    address: '88 Mill Lane\nSheffield S3 8GG\nUnited Kingdom',
    notes: 'Retainer until the end of the year.',
    contacts: [{ name: 'Grace Holloway', jobTitle: 'Brand manager' }],
  },
  {
    name: 'Clearwater Clinics',
    domain: 'clearwater.example',
    hue: 'green',
    address: 'Lindenstraße 21\n10969 Berlin\nGermany',
    notes: 'Legal reads every text before it goes out.',
    contacts: [
      { name: 'Dr. Ayşe Demir', jobTitle: 'Medical director' },
      { name: 'Felix Brandt', jobTitle: 'Communications' },
    ],
  },
  {
    name: 'Bright Path Schools',
    domain: 'brightpath.example',
    hue: 'violet',
    address: '2 College Road\nCork T12 Y7W2\nIreland',
    notes: 'Decisions are made by the board on the first Monday of the month.',
    contacts: [{ name: 'Aoife Brennan', jobTitle: 'Principal' }],
  },
  {
    name: 'Solent Sailing Club',
    domain: 'solentsailing.example',
    hue: 'rose',
    address: 'The Boathouse\nLymington SO41 5RJ\nUnited Kingdom',
    notes: 'Referred by Harbour Coffee.',
    contacts: [{ name: 'Marcus Webb', jobTitle: 'Secretary' }],
  },
];
