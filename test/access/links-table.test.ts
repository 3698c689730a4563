import { expect } from 'chai';
import { table } from '../../server/core/database/index.js';
import { now, second, setClock } from '../../server/core/dates/index.js';
import type { Answer, Visitor } from '../support/visitor.js';
import { go, type LinkHouse, linkKinds, openLinkHouse, stateOf, type Trip } from './link-kinds.js';

describe('Every kind of link, and what it refuses (SEC 44, SEC 45, CVE 22, CVE 25, CVE 26)', () => {
  let house: LinkHouse;

  before(async () => {
    house = await openLinkHouse();
  });
  beforeEach(async () => {
    await table('rate_limits').delete();
    await house.mailbox.clear();
  });
  afterEach(() => setClock());
  after(() => house.close());

  /** Another browser; for a way that is bound to one, the same one as it was at this moment. */
  const twinOf = ({ browser }: Trip, isBound: boolean | undefined): Visitor => {
    const twin = house.app.visitor();
    if (isBound) browser.lendCookies(twin);
    return twin;
  };

  for (const [name, kind] of Object.entries(linkKinds)) {
    const expectRefused = (answer: Answer) => {
      expect(answer.status).to.be.oneOf([403, 404, 410, 502]);
      expect(answer.text).to.match(kind.heading).and.match(kind.mend);
    };
    const timesDone = async ({ userId }: Trip) =>
      (
        await table('audit_entries').where({
          action: kind.action,
          subject_type: 'user',
          subject_id: userId,
        })
      ).length;
    /** Goes ways that must lead nowhere, and sees that the account is as it was. */
    const expectNothing = async (trip: Trip, ways: () => Promise<Answer[]>) => {
      const [before, done] = [await stateOf(trip.userId), await timesDone(trip)];
      const answers = await ways();
      expect(answers.length).to.be.greaterThan(0);
      for (const answer of answers) expectRefused(answer);
      expect(await stateOf(trip.userId)).to.deep.equal(before);
      expect(await timesDone(trip)).to.equal(done);
    };
    const expectDone = async (trip: Trip, answer: Answer) => {
      expect(answer.status, answer.text.slice(0, 600)).to.equal(303);
      expect(await timesDone(trip)).to.equal(1);
    };

    describe(name, () => {
      it('works in time, and is refused once its time is over', async () => {
        const late = await kind.begin(house);
        const trip = await kind.begin(house);
        const start = now();
        setClock(() => start + kind.life - 10 * second);
        await expectDone(trip, await go(kind, trip.browser, trip.path));
        setClock(() => start + kind.life + 10 * second);
        const visitor = twinOf(late, kind.isBound);
        await expectNothing(late, async () => [await go(kind, visitor, late.path)]);
      });

      it('is refused to whoever opens it after it was used', async () => {
        const trip = await kind.begin(house);
        await expectDone(trip, await go(kind, trip.browser, trip.path));
        await expectNothing(trip, async () => [
          await house.app.visitor().get(trip.path),
          await go(kind, house.app.visitor(), trip.path),
        ]);
      });

      it('is refused when what was sent is sent again, with the same cookies and form', async () => {
        const trip = await kind.begin(house);
        const page = kind.fields ? await trip.browser.get(trip.path) : undefined;
        expect(page?.status ?? 200).to.equal(200);
        const twin = twinOf(trip, true);
        const send = (visitor: Visitor) =>
          kind.fields ? visitor.post(trip.path, kind.fields) : visitor.get(trip.path);
        await expectDone(trip, await send(trip.browser));
        await expectNothing(trip, async () => [await send(twin)]);
      });

      it('is refused when a token of another kind stands in it, which goes on working', async () => {
        const trip = await kind.begin(house);
        for (const other of Object.values(linkKinds)) {
          const foreign = await other.begin(house);
          if (addressOf(foreign.path) === addressOf(trip.path)) continue;
          const token = tokenOf(foreign.path);
          const forged = withToken(trip.path, token);
          await expectNothing(trip, async () => [
            await go(kind, twinOf(trip, kind.isBound), forged),
          ]);
          expect((await go(other, foreign.browser, foreign.path)).status).to.equal(303);
        }
      });

      it('does nothing for or to somebody else who is signed in', async () => {
        const trip = await kind.begin(house);
        const { userId } = house.world.people.tom;
        const tom = await house.app.signedIn(userId);
        const { sessions: _sessions, ...before } = (await stateOf(userId)) as { sessions: unknown };
        if (kind.isBound) await expectNothing(trip, async () => [await go(kind, tom, trip.path)]);
        else await go(kind, tom, trip.path);
        const { sessions: _after, ...after } = (await stateOf(userId)) as { sessions: unknown };
        expect(after).to.deep.equal(before);
        expect(await timesDone({ ...trip, userId })).to.equal(0);
      });

      it('is refused when it was tampered with, and still works as it was', async () => {
        const trip = await kind.begin(house);
        await expectNothing(trip, async () => {
          const answers = [];
          for (const path of tampered(trip.path))
            answers.push(await go(kind, twinOf(trip, kind.isBound), path));
          return answers;
        });
        await expectDone(trip, await go(kind, trip.browser, trip.path));
      });

      it('lets one in of two who use it at the same moment; the other is told', async () => {
        const trip = await kind.begin(house);
        const both = [twinOf(trip, kind.isBound), twinOf(trip, kind.isBound)];
        if (kind.fields) for (const visitor of both) await visitor.get(trip.path);
        const answers = await Promise.all(
          both.map((visitor) =>
            kind.fields ? visitor.post(trip.path, kind.fields) : visitor.get(trip.path),
          ),
        );
        const [won, lost] = answers.sort((one, other) => one.status - other.status);
        expect(won?.status).to.equal(303);
        if (lost) expectRefused(lost);
        expect(await timesDone(trip)).to.equal(1);
      });
    });
  }
});

/** The address without what is secret in it. */
function addressOf(path: string): string {
  return path.includes('?') ? (path.split('?')[0] ?? '') : path.slice(0, path.lastIndexOf('/'));
}

/** What is secret: the end of the path, or the code of the provider. */
function tokenOf(path: string): string {
  const code = new URLSearchParams(path.split('?')[1]).get('code');
  return code ?? path.slice(path.lastIndexOf('/') + 1);
}

function withToken(path: string, token: string): string {
  if (!path.includes('?')) return `${addressOf(path)}/${token}`;
  return path.replace(/code=[^&]+/, `code=${encodeURIComponent(token)}`);
}

/** A letter changed at either end, one left out, one more; at Google's, of the code and of the state. */
function tampered(path: string): string[] {
  const token = tokenOf(path);
  const other = (letter: string | undefined) => (letter === 'a' ? 'b' : 'a');
  const forged = [
    other(token[0]) + token.slice(1),
    token.slice(0, -1) + other(token.at(-1)),
    token.slice(0, -1),
    `${token}a`,
  ];
  const paths = forged.map((one) => withToken(path, one));
  return path.includes('?') ? [...paths, path.replace(/state=[^&]+/, 'state=forged')] : paths;
}
