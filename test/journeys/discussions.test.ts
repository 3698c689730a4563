import { expect } from 'chai';
import { listenForProblems } from '../support/browser.js';
import { journeys, ways } from '../support/journey.js';

describe('Discussions in a browser', function () {
  this.timeout(120_000);
  const stage = journeys();

  for (const [way, coming] of Object.entries(ways)) {
    it(`S122 S125 a topic is opened, shown to the client, answered by both sides and closed: ${way}`, async () => {
      const { people, projects } = stage.world;
      const page = await stage.open(coming, await stage.app.signedIn(people.priya.userId));
      const portal = await stage.open(coming, await stage.app.signedIn(people.sofia.userId));
      const complaints = [listenForProblems(page), listenForProblems(portal)];
      await page.goto(`/projects/${projects.website}`);
      await page.getByRole('link', { name: 'Discussions' }).first().click();
      await stage.look(page, coming);
      await page.getByRole('link', { name: 'New topic' }).click();
      await stage.look(page, coming);
      await page.getByLabel('Topic').fill('Which typeface?');
      await page.getByLabel('Message').fill('Serif, or not?');
      await page.locator('.savebar .main').click();
      await page.getByText('Only your team').first().waitFor();
      await stage.look(page, coming);
      await page.goto(`${page.url()}/visibility`);
      await stage.look(page, coming);
      await page.getByRole('button', { name: 'Show it to clients' }).click();
      await page.getByText('Clients of the project see this topic now.').waitFor();

      await portal.goto(`/portal/projects/${projects.website}`);
      await portal.getByRole('link', { name: 'Which typeface?' }).last().click();
      await portal.locator('[name=body]').fill('Serif, please.');
      // By keyboard alone.
      await portal.locator('.composer button.main').focus();
      await portal.keyboard.press('Enter');
      await portal.getByText('Serif, please.').waitFor();
      await stage.look(portal, coming);
      await portal.goto(`/portal/projects/${projects.website}/discussions/new`);
      await stage.look(portal, coming);

      await page.reload();
      await page.getByText('Serif, please.').waitFor();
      expect(complaints.flat()).to.deep.equal([]);
    });
  }
});
