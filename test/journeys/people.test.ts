import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { givePasswords } from '../features/accounts/signing-in.js';
import { journeys, ways } from '../support/journey.js';
import { type Mailbox, startMailbox } from '../support/mailbox.js';
import { worldPassword } from '../support/world.js';

const fresh = 'quarry lantern velvet orbit';

describe('What becomes of somebody, in a browser', function () {
  this.timeout(120_000);
  let mailbox: Mailbox;
  const stage = journeys();

  beforeEach(async () => {
    mailbox = await startMailbox();
    await givePasswords();
  });
  afterEach(() => mailbox.close());

  const jonasPage = () => `/users/${stage.world.people.jonas.userId}`;
  const openAs = async (coming: Parameters<typeof stage.open>[0]) =>
    stage.open(coming, await stage.app.signedIn(stage.world.people.priya.userId));
  const signIn = async (page: Page, email: string, password: string) => {
    await page.goto('/login');
    await page.locator('[name=email]').fill(email);
    await page.locator('[name=password]').fill(password);
    await page.locator('form button.main').first().click();
  };

  for (const [way, coming] of Object.entries(ways)) {
    it(`S084 they are deleted after a look at what goes and what stays, and brought back: ${way}`, async () => {
      const page = await openAs(coming);
      await page.goto(jonasPage());
      await page.getByRole('link', { name: 'Delete', exact: true }).click();
      await page.getByRole('heading', { name: 'Delete Jonas Okafor?' }).waitFor();
      await stage.look(page, coming);
      await page.locator('[name=confirmation]').fill('Jonas');
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByText('This is not the name of the person.').first().waitFor();
      await page.locator('[name=confirmation]').fill('Jonas Okafor');
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByRole('heading', { name: 'Jonas Okafor' }).waitFor();
      expect(new URL(page.url()).pathname).to.equal('/trash');
      await stage.look(page, coming);
      await page.getByRole('button', { name: 'Jonas Okafor' }).first().click();
      await page.goto('/users');
      await page.getByRole('link', { name: 'Jonas Okafor' }).first().waitFor();
    });

    it(`S016 they get an exception and an end, and both are shown on their page: ${way}`, async () => {
      const page = await openAs(coming);
      await page.goto(jonasPage());
      await page.locator('#exceptions + a').click();
      await stage.look(page, coming);
      await page.locator('[name=permission]').selectOption('tasks.delete');
      await page.locator('[name=reach]').selectOption({ label: 'Never' });
      await page.getByRole('button', { name: 'Save exception' }).click();
      await page.getByText('The exceptions of Jonas Okafor are saved.').waitFor();
      await page.goto(`${jonasPage()}/ends`);
      await stage.look(page, coming);
      await page.locator('input[type=datetime-local]').first().fill('2030-01-31T18:00');
      await page.getByRole('button', { name: 'Save the end' }).click();
      const shown = page.locator('main');
      await page.getByText('All access ends 31 Jan 2030').first().waitFor();
      expect(await shown.innerText()).to.include('Never');
      await stage.look(page, coming);
    });

    it(`S017 their new address counts once they have used its link: ${way}`, async () => {
      const page = await openAs(coming);
      await page.goto(`${jonasPage()}/edit`);
      await page.locator('[name=email]').fill('okafor@example.com');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('okafor@example.com waits to be confirmed').first().waitFor();
      await stage.look(page, coming);
      const own = await stage.open(coming);
      await own.goto(await mailbox.linkTo('okafor@example.com'));
      await stage.look(own, coming);
      await own.locator('form button.main').first().click();
      await own.waitForURL((url) => url.pathname === '/login');
      await signIn(own, 'okafor@example.com', worldPassword);
      await own.waitForURL((url) => url.pathname === '/');
      await page.reload();
      expect(await page.locator('main').innerText()).not.to.include('waits to be confirmed');
    });

    it(`S018 whoever gets a password from another chooses one of their own first: ${way}`, async () => {
      const page = await openAs(coming);
      await page.goto(`${jonasPage()}/password`);
      await stage.look(page, coming);
      await page.locator('form button.main').first().click();
      const given = await page.locator('.secret code').innerText();
      await stage.look(page, coming);
      const own = await stage.open(coming);
      await signIn(own, 'jonas@example.com', given);
      await own.waitForURL((url) => url.pathname === '/change-password');
      await stage.look(own, coming);
      await own.locator('[name=password]').fill(fresh);
      await own.locator('form button.main').first().click();
      await own.waitForURL((url) => url.pathname === '/');
    });
  }
});
