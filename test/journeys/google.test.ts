import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type GoogleWorld, makeGoogleWorld } from '../features/google-sign-in/google-world.js';
import { journeys, ways } from '../support/journey.js';
import { worldPassword } from '../support/world.js';

const stranger = {
  sub: '1001',
  email: 'stella@gmail.example',
  email_verified: true,
  name: 'Stella Stranger',
};

describe('Sign-in with Google in a browser', function () {
  this.timeout(120_000);
  let here: GoogleWorld;
  const stage = journeys(async () => {
    here = await makeGoogleWorld();
    return here;
  });

  const enter = async (page: Page) => {
    await page.goto('/login');
    await page.getByRole('link', { name: 'Sign in with Google' }).click();
  };

  for (const [way, coming] of Object.entries(ways)) {
    it(`turns a stranger away in words, and lets somebody in once they have shown their password: ${way}`, async () => {
      const page = await stage.open(coming);
      here.google.account = stranger;
      await enter(page);
      await page.getByRole('heading', { name: 'Google did not sign you in' }).waitFor();
      await stage.look(page, coming);

      here.google.account = { ...stranger, sub: '2002', email: 'jonas@example.com' };
      const own = await stage.open(coming);
      await enter(own);
      await own.locator('[name=password]').fill(worldPassword);
      await stage.look(own, coming);
      await own.locator('form button.main').first().click();
      await own.waitForURL((url) => url.pathname === '/');

      const again = await stage.open(coming);
      await enter(again);
      await again.waitForURL((url) => url.pathname === '/');
      await again.goto('/profile/security');
      expect(await again.locator('main').innerText()).to.include('jonas@example.com');
      await stage.look(again, coming);
    });
  }
});
