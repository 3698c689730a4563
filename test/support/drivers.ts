import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';

/** How a person works a page: with the mouse, or with the keyboard alone. */
export interface Driver {
  /** Presses a button or follows a link. */
  press(target: Locator): Promise<void>;
  type(target: Locator, text: string): Promise<void>;
  /** Chooses an entry of a select by its text. */
  select(target: Locator, label: string): Promise<void>;
  /** Ticks a box. */
  tick(target: Locator): Promise<void>;
}

/** Clicks and types. */
export const mouse: Driver = {
  press: (target) => target.click(),
  type: (target, text) => target.fill(text),
  select: async (target, label) => {
    await target.selectOption({ label });
  },
  tick: (target) => target.check(),
};

/** Never touches the mouse: goes to each thing with Tab and uses it with the keys a person would. */
export function keyboard(page: Page): Driver {
  const goTo = (target: Locator) => tabTo(page, target);
  return {
    press: async (target) => {
      await goTo(target);
      await page.keyboard.press('Enter');
    },
    type: async (target, text) => {
      await goTo(target);
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    select: async (target, label) => {
      await goTo(target);
      await page.keyboard.type(label);
      expect(await target.locator('option:checked').textContent()).to.equal(label);
    },
    tick: async (target) => {
      await goTo(target);
      if (!(await target.isChecked())) await page.keyboard.press('Space');
    },
  };
}

/** Presses Tab until an element has the focus. @throws when it is never reached. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 250; step += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press('Tab');
  }
  expect.fail(`Tab never reached ${target}`);
}

/** Whether an element has the focus. */
export async function hasFocus(target: Locator): Promise<boolean> {
  return target.first().evaluate((element) => element === element.ownerDocument.activeElement);
}
