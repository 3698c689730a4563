import { expect } from 'chai';
import { table } from '../../server/core/database/index.js';
import { today } from '../../server/core/dates/index.js';
import { listenForProblems } from '../support/browser.js';
import { journeys, ways } from '../support/journey.js';

describe('The calendar in a browser', function () {
  this.timeout(120_000);
  const stage = journeys();

  for (const [way, coming] of Object.entries(ways)) {
    it(`shows a month and leads to others: ${way}`, async () => {
      const jonas = await stage.app.signedIn(stage.world.people.jonas.userId);
      const page = await stage.open(coming, jonas);
      const complaints = listenForProblems(page);
      await page.goto('/calendar');
      await stage.look(page, coming);
      await page.getByRole('link', { name: 'Month after' }).click();
      await page.getByRole('link', { name: 'Today' }).click();
      await page.goto(`/projects/${stage.world.projects.website}`);
      await page.getByRole('link', { name: 'Calendar' }).last().click();
      await stage.look(page, coming);
      expect(complaints).to.deep.equal([]);
    });
  }

  it('moves a task to another day with the mouse, back by undo, and on by the keyboard', async () => {
    const month = today('Europe/London').slice(0, 7);
    const [logo] = [stage.world.tasks.logo];
    await table('tasks')
      .where({ id: logo })
      .update({ due_on: `${month}-10`, start_on: null });
    const jonas = await stage.app.signedIn(stage.world.people.jonas.userId);
    const page = await stage.open(ways['at a desk'], jonas);
    const complaints = listenForProblems(page);
    await page.goto(`/projects/${stage.world.projects.website}/calendar`);
    const task = page.locator('.dated', { hasText: 'Redraw the harbour logo' });
    const dueOn = async () => (await table('tasks').where({ id: logo }).first())?.due_on;
    const sent = () => page.waitForResponse((response) => response.url().endsWith('/due'));

    const dragged = sent();
    await task.dragTo(page.locator(`[data-day="${month}-17"]`));
    await dragged;
    expect(await dueOn()).to.equal(`${month}-17`);
    const undone = sent();
    await page.getByRole('button', { name: 'Undo' }).click();
    await undone;
    expect(await dueOn()).to.equal(`${month}-10`);
    await task.locator('a').focus();
    const pressed = sent();
    await page.keyboard.press('Alt+ArrowRight');
    await pressed;
    expect(await dueOn()).to.equal(`${month}-11`);
    expect(complaints).to.deep.equal([]);
  });
});
