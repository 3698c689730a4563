import { expect } from 'chai';
import { listenForProblems } from '../support/browser.js';
import { journeys, ways } from '../support/journey.js';

describe('Notes in a browser', function () {
  this.timeout(120_000);
  const stage = journeys();

  for (const [way, coming] of Object.entries(ways)) {
    it(`S126 one is written, shared, pinned, changed and deleted with a way back: ${way}`, async () => {
      const jonas = await stage.app.signedIn(stage.world.people.jonas.userId);
      const page = await stage.open(coming, jonas);
      const complaints = listenForProblems(page);
      await page.goto('/notes');
      await stage.look(page, coming);
      await page.getByRole('link', { name: 'New note' }).first().click();
      await stage.look(page, coming);
      await page.getByLabel('Title').fill('Wifi of the studio');
      await page.getByLabel('Text').fill('It is **harbour-guest**.');
      await page.getByText('Shared with the team').click();
      await page.locator('.savebar .main').click();
      await page.getByText('The note is saved.').waitFor();
      await stage.look(page, coming);
      // By keyboard alone.
      await page.getByRole('button', { name: 'Pin' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Unpin' }).waitFor();
      await page.getByRole('link', { name: 'Edit' }).click();
      await page.getByLabel('Text').fill('It is harbour-guest-2.');
      await page.locator('.savebar .main').click();
      await page.getByText('harbour-guest-2').waitFor();
      await page.goto('/notes');
      expect(await page.locator('main .rows a').first().innerText()).to.equal('Wifi of the studio');
      await stage.look(page, coming);
      await page.locator('main .rows a').first().click();
      await page
        .getByText('More actions')
        .or(page.locator('[aria-label="More actions"]'))
        .first()
        .click();
      await page
        .getByRole('button', { name: 'Delete note' })
        .or(page.getByRole('menuitem', { name: 'Delete note' }))
        .first()
        .click();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('The note is back.').waitFor();
      expect(complaints).to.deep.equal([]);
    });
  }
});
