import { expect } from 'chai';
import { journeys, ways } from '../support/journey.js';

describe('The access review in a browser', function () {
  this.timeout(120_000);
  const stage = journeys();

  for (const [way, coming] of Object.entries(ways)) {
    it(`S081 is started, gone through row by row, signed off and kept: ${way}`, async () => {
      const priya = await stage.app.signedIn(stage.world.people.priya.userId);
      const page = await stage.open(coming, priya);
      await page.goto('/access-review');
      await stage.look(page, coming);
      await page.getByRole('button', { name: 'Start the review' }).click();
      await page.getByRole('link', { name: 'Jonas Okafor' }).first().waitFor();
      await stage.look(page, coming);

      await page.getByRole('link', { name: 'Jonas Okafor' }).first().click();
      await stage.look(page, coming);
      await page.getByLabel('Keep').check();
      await page.locator('form button.main').first().click();
      await page.getByRole('link', { name: 'To decide' }).click();
      expect(await page.getByRole('link', { name: 'Jonas Okafor' }).count()).to.equal(0);

      for (const box of await page.locator('input[name=row_ids]').all()) await box.check();
      await page.getByRole('button', { name: 'Keep those who are ticked' }).click();
      await page.getByRole('link', { name: 'Sign off' }).click();
      await stage.look(page, coming);
      await page.locator('form button.main').first().click();
      await page.goto('/access-review');
      expect(await page.locator('main').innerText()).to.include('Priya Raman');
      await stage.look(page, coming);
    });
  }
});
