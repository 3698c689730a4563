import { expect } from 'chai';
import { journeys, ways } from '../support/journey.js';

describe('Milestones in a browser', function () {
  this.timeout(120_000);
  const stage = journeys();

  for (const [way, coming] of Object.entries(ways)) {
    it(`one is added, given to a task, reached, shown to the client, and taken away with a way back: ${way}`, async () => {
      const { website } = stage.world.projects;
      const priya = await stage.app.signedIn(stage.world.people.priya.userId);
      const page = await stage.open(coming, priya);
      await page.goto(`/projects/${website}`);
      await page.getByRole('link', { name: 'Milestones', exact: true }).first().click();
      await stage.look(page, coming);
      await page.locator('[name=name]').fill('Handover');
      await page.locator('[name=due_on]').fill('2031-05-20');
      await page.getByRole('button', { name: 'Add a milestone' }).click();
      await page.getByText('Due 20 May 2031').waitFor();
      await stage.look(page, coming);

      await page.goto(`/tasks/${stage.world.tasks.logo}/edit`);
      await page.getByLabel('Milestone').selectOption({ label: 'Handover' });
      await stage.look(page, coming);
      await page.locator('.savebar .main').click();
      await page.getByRole('link', { name: 'Handover' }).click();
      await page.getByText('0 of 1 task is done').waitFor();

      await page.getByRole('button', { name: 'Show “Handover” to clients' }).click();
      await page.getByRole('button', { name: '“Handover” is reached' }).click();
      await page.getByText(/Reached \d+ \w+ \d{4}/).waitFor();

      const sofia = await stage.app.signedIn(stage.world.people.sofia.userId);
      const portal = await stage.open(coming, sofia);
      await portal.goto(`/portal/projects/${website}`);
      expect(await portal.locator('main').innerText()).to.include('Handover');
      await stage.look(portal, coming);

      await page.getByRole('button', { name: 'Remove “Handover”' }).click();
      await page.waitForURL((url) => url.pathname.endsWith('/milestones'));
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('Due 20 May 2031').waitFor();
    });
  }
});
