import type { Translate } from '../../core/locale/index.js';
import { siteAddress } from '../accounts/index.js';
import type { HandOver } from './hand-over.js';
import type { PersonRow } from './people.queries.js';

/** What is handed to somebody: the link or the password, and what they need beside it. */
export function presentHandOver(t: Translate, person: PersonRow, handOver: HandOver) {
  const { name, email } = person;
  const { kind, secret, isMailed } = handOver;
  const signIn = [
    { label: t('people.hand_over.address'), text: siteAddress('/login') },
    { label: t('people.fields.email'), text: email },
  ];
  return {
    title: t(`people.hand_over.${kind}.title`, { name }),
    text: t(`people.hand_over.${isMailed ? 'mailed' : 'not_mailed'}`, { email }),
    note: t(`people.hand_over.${kind}.note`, { name }),
    secret,
    secretLabel: t(`people.hand_over.${kind}.label`),
    facts: kind === 'password' ? signIn : [],
  };
}
