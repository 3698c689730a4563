import { expect } from 'chai';
import { journeys, ways } from '../support/journey.js';

describe('Teams in a browser', function () {
  this.timeout(120_000);
  const stage = journeys();

  for (const [way, coming] of Object.entries(ways)) {
    it(`a team is made, staffed, put on a project, and taken away after a look at who loses what: ${way}`, async () => {
      const priya = await stage.app.signedIn(stage.world.people.priya.userId);
      const page = await stage.open(coming, priya);
      await page.goto('/users');
      await page.getByRole('link', { name: 'Teams', exact: true }).click();
      await stage.look(page, coming);
      await page.getByRole('link', { name: 'New team' }).first().click();
      await page.locator('[name=name]').fill('Brand studio');
      await stage.look(page, coming);
      await page.locator('form button.main').first().click();
      await page.getByRole('heading', { name: 'Brand studio' }).waitFor();

      await page.getByRole('link', { name: 'Add people' }).first().click();
      await page.getByRole('checkbox', { name: 'Elin Sandberg' }).check();
      await stage.look(page, coming);
      await page.locator('.savebar .main').click();
      await page.getByRole('link', { name: 'Elin Sandberg' }).first().waitFor();
      await stage.look(page, coming);

      const elin = await stage.app.signedIn(stage.world.people.elin.userId);
      const website = `/projects/${stage.world.projects.website}`;
      expect((await elin.get(website)).status).to.equal(404);
      await page.goto(`${website}/people`);
      await page.getByRole('checkbox', { name: 'Brand studio' }).check();
      await page.getByRole('button', { name: 'Save people' }).click();
      await page.waitForURL((url) => url.pathname === website);
      expect((await elin.get(website)).status).to.equal(200);

      await page.goto('/teams');
      await page.getByRole('link', { name: 'Brand studio' }).click();
      await page.getByRole('link', { name: 'Edit', exact: true }).click();
      await page.locator('summary', { hasText: 'Delete team' }).click();
      expect(await page.locator('.ask').last().innerText()).to.include('loses 1 project');
      await stage.look(page, coming);
      await page.getByRole('button', { name: 'Delete team' }).last().click();
      await page.waitForURL((url) => url.pathname === '/teams');
      expect((await elin.get(website)).status).to.equal(404);
    });
  }
});
