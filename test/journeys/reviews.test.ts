import { expect } from 'chai';
import { table } from '../../server/core/database/index.js';
import { listenForProblems } from '../support/browser.js';
import { journeys, ways } from '../support/journey.js';

describe('Client review in a browser', function () {
  this.timeout(120_000);
  const stage = journeys();

  for (const [way, coming] of Object.entries(ways)) {
    it(`S111 S113 S114 work is sent for review, sent back with a wish, sent again and approved: ${way}`, async () => {
      for (const name of ['review_files', 'review_approvers', 'review_rounds'])
        await table(name).delete();
      const { logo } = stage.world.tasks;
      await table('tasks').where({ id: logo }).update({ review_state: null });
      const { people } = stage.world;
      const page = await stage.open(coming, await stage.app.signedIn(people.jonas.userId));
      const portal = await stage.open(coming, await stage.app.signedIn(people.sofia.userId));
      const complaints = [listenForProblems(page), listenForProblems(portal)];
      const ask = async (words: string) => {
        await page.goto(`/tasks/${logo}`);
        await page.getByRole('link', { name: /Ask (for a review|again)/ }).click();
        await page.getByLabel('Message').fill(words);
        await stage.look(page, coming);
        await page.getByRole('button', { name: 'Ask for the review' }).click();
        await page.getByText('Awaiting the client').first().waitFor();
      };

      await ask('Which of the two?');
      await stage.look(page, coming);
      await portal.goto('/portal');
      await portal.getByRole('heading', { name: 'Needs you' }).waitFor();
      await stage.look(portal, coming);
      await portal.locator('.needs').getByRole('link', { name: 'Redraw the harbour logo' }).click();
      await portal.getByText('Which of the two?').waitFor();
      await stage.look(portal, coming);
      await portal.getByRole('button', { name: 'Request changes' }).click();
      await portal.getByText('Say what should change.').first().waitFor();
      await portal.getByLabel('Your words').fill('The left one, in blue.');
      await portal.getByRole('button', { name: 'Request changes' }).click();
      await portal.getByText('Your wishes are sent.').waitFor();
      await stage.look(portal, coming);

      await ask('Now in blue.');
      await portal.goto('/portal/reviews');
      await stage.look(portal, coming);
      await portal.getByRole('link', { name: 'Redraw the harbour logo' }).first().click();
      // By keyboard alone: to the field, past it, and on the button.
      await portal.getByLabel('Your words').focus();
      await portal.keyboard.press('Tab');
      await portal.keyboard.press('Enter');
      await portal.getByText('Approved. Thank you.').waitFor();

      await page.goto(`/tasks/${logo}/reviews`);
      await stage.look(page, coming);
      const trail = await page.locator('main').innerText();
      expect(trail).to.include('Round 2').and.include('The left one, in blue.');
      expect(complaints.flat().filter((text) => !/status of 422/.test(text))).to.deep.equal([]);
    });
  }
});
