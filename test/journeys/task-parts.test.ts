import { expect } from 'chai';
import { table } from '../../server/core/database/index.js';
import { listenForProblems } from '../support/browser.js';
import { journeys, ways } from '../support/journey.js';

describe('What belongs to a task, in a browser', function () {
  this.timeout(120_000);
  const stage = journeys();

  for (const [way, coming] of Object.entries(ways)) {
    it(`a label is made and put on it, steps are ticked, a subtask added, a link made and it is watched: ${way}`, async () => {
      await table('task_dependencies').delete();
      const { website } = stage.world.projects;
      const { logo, sitemap } = stage.world.tasks;
      const priya = await stage.app.signedIn(stage.world.people.priya.userId);
      const page = await stage.open(coming, priya);
      const complaints = listenForProblems(page);
      await page.goto(`/projects/${website}/board`);
      await page.getByRole('link', { name: 'Labels', exact: true }).click();
      await stage.look(page, coming);
      await page.getByLabel('Name').fill('Urgent copy');
      await page.getByRole('button', { name: 'Add a label' }).click();
      await page.getByText('“Urgent copy” is added.').waitFor();

      await page.goto(`/tasks/${logo}`);
      await stage.look(page, coming);
      await page.getByText('Change labels').click();
      await page.getByLabel('Urgent copy').check();
      await page.getByRole('button', { name: 'Save labels' }).click();
      await page.locator('.label', { hasText: 'Urgent copy' }).waitFor();

      const steps = page.locator('#checklist');
      await steps.getByLabel('Add steps').fill('Find a pencil');
      await steps.getByLabel('Add steps').press('Enter');
      await steps.getByRole('checkbox', { name: 'Find a pencil' }).waitFor();
      // By keyboard alone.
      await steps.getByRole('checkbox', { name: 'Find a pencil' }).focus();
      await page.keyboard.press('Space');
      await steps.getByRole('checkbox', { name: 'Find a pencil', checked: true }).waitFor();

      const links = page.locator('#links');
      await links.getByLabel('Add a subtask').fill('Draw three sketches');
      await links.getByRole('button', { name: 'Add' }).click();
      await links.getByRole('link', { name: /Draw three sketches/ }).waitFor();
      await links.getByRole('link', { name: 'Link' }).click();
      await stage.look(page, coming);
      const { number } = (await table('tasks').where({ id: sitemap }).first()) as {
        number: number;
      };
      await page.locator('#blocker-number').fill(`#${number}`);
      await page.getByRole('button', { name: 'Let it wait' }).click();
      await links.getByRole('link', { name: /Sitemap/ }).waitFor();
      await links.getByRole('button', { name: /no longer wait/ }).click();
      await page.getByRole('button', { name: 'Undo' }).click();
      await links.getByRole('link', { name: /Sitemap/ }).waitFor();

      await page.getByRole('button', { name: 'Watch' }).click();
      await page.getByRole('button', { name: 'Stop watching' }).waitFor();
      await stage.look(page, coming);

      await page.goto(`/projects/${website}/board`);
      const more = page.getByRole('link', { name: 'More filters' });
      await more.click();
      await page.getByLabel('Label').selectOption({ label: 'Urgent copy' });
      await stage.look(page, coming);
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText('1 task', { exact: true }).waitFor();
      expect(await page.locator('.task h3').allInnerTexts()).to.deep.equal([
        'Redraw the harbour logo',
      ]);
      expect(complaints).to.deep.equal([]);
    });
  }
});
