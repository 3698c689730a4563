import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { table } from '../../server/core/database/index.js';
import { listenForProblems } from '../support/browser.js';
import { journeys, ways } from '../support/journey.js';

describe('A board with several cards in a column', function () {
  this.timeout(120_000);
  const stage = journeys();

  /** Opens the board with three more cards in "To do", and answers with what the database holds of them. */
  const open = async (): Promise<{ page: Page; order: () => Promise<string[]> }> => {
    const { people, projects, columns } = stage.world;
    const priya = await stage.app.signedIn(people.priya.userId);
    await table('tasks').where({ column_id: columns.todo }).update({ deleted_at: Date.now() });
    for (const title of ['First', 'Second', 'Third'])
      await priya.post('/tasks', { project_id: projects.website, column_id: columns.todo, title });
    const page = await stage.open(ways['at a desk'], priya);
    await page.goto(`/projects/${projects.website}/board`);
    const order = async () => {
      const rows = await table('tasks')
        .where({ column_id: columns.todo })
        .whereNull('deleted_at')
        .orderBy('position');
      return rows.map(({ title }) => String(title));
    };
    return { page, order };
  };
  const card = (page: Page, title: string) => page.locator('.task', { hasText: title });
  const moved = (page: Page) =>
    page.waitForResponse((response) => response.url().endsWith('/move'));

  it('S104 keeps the place between two cards where one was dropped', async () => {
    const { page, order } = await open();
    const complaints = listenForProblems(page);
    for (const [what, onto, after] of [
      ['Third', 'Second', ['First', 'Third', 'Second']],
      ['Second', 'First', ['Second', 'First', 'Third']],
    ] as const) {
      const answer = moved(page);
      await card(page, what).dragTo(card(page, onto), { targetPosition: { x: 60, y: 4 } });
      expect((await answer).status()).to.equal(200);
      expect(await order()).to.deep.equal(after);
    }
    expect(complaints).to.deep.equal([]);
  });

  it('S104 moves a card up, down and past others by Alt and the arrows, and back by undo', async () => {
    const { page, order } = await open();
    await card(page, 'Third').locator('h3 a').focus();
    for (const [key, after] of [
      ['Alt+ArrowUp', ['First', 'Third', 'Second']],
      ['Alt+ArrowUp', ['Third', 'First', 'Second']],
      ['Alt+ArrowDown', ['First', 'Third', 'Second']],
    ] as const) {
      const answer = moved(page);
      await page.keyboard.press(key);
      expect((await answer).status()).to.equal(200);
      expect(await order()).to.deep.equal(after);
    }
    const undone = moved(page);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect((await undone).status()).to.equal(200);
    expect(await order()).to.deep.equal(['Third', 'First', 'Second']);
  });
});
