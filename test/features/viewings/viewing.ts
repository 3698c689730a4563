import { expect } from 'chai';
import type { Visitor } from '../../support/visitor.js';

/** Whom somebody is to be seen as: a member of the team, or a client's contact. */
export interface Viewed {
  userId: number;
  isClient?: boolean;
}

/** Begins to see the product as somebody else, the way the button on their page does. */
export async function viewAs(visitor: Visitor, { userId, isClient }: Viewed): Promise<void> {
  const house = isClient ? 'clients' : 'users';
  const answer = await visitor.post(`/${house}/${userId}/viewing`);
  expect(answer.status, answer.text.slice(0, 400)).to.equal(303);
  visitor.forgetToken();
}

/** Presses the button of the banner. */
export function endViewing(visitor: Visitor) {
  return visitor.post('/viewing', { _method: 'delete' });
}

/** A page without what differs each time: the banner, the title's beginning, nonces, tokens, references. */
export function plain(html: string): string {
  return html
    .replace(/<aside class="viewing".*?<\/aside>\n?/s, '')
    .replace(/<title>(Viewing as|Previewing the role) [^:<]*: /, '<title>')
    .replace(/nonce="[^"]*"/g, 'nonce=""')
    .replace(/name="_csrf" value="[^"]*"/g, 'name="_csrf" value=""')
    .replace(/\b[0-9A-F]{8}\b/g, 'REFERENCE')
    .replace(/<time[^>]*>[^<]*<\/time>/g, '<time></time>')
    .replace(/\n+/g, '\n');
}
