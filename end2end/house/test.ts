// What every spec imports: Playwright's test with a world to act in, people to act as, and eyes on everything that a
// person would not notice but should not be.
import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';
import type { Person } from './person.ts';
import { type World, world } from './world.ts';

interface Acting {
  /** A page of somebody who is signed in. */
  as(person: Person): Promise<Page>;
  /** A page of somebody who is not. */
  stranger(): Promise<Page>;
  /** Whether scripts run in this project. */
  scripted: boolean;
}

export const test = base.extend<Acting, { home: World }>({
  home: [
    async ({}, use, info) => {
      await use(await world(info.project.name));
    },
    { scope: 'worker' },
  ],
  scripted: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled ?? true),
  as: async ({ browser }, use) => {
    const watch = watcher();
    await use(async (person) => watch(await browser.newContext({ storageState: await person.state() })));
    await watch.end();
  },
  stranger: async ({ browser }, use) => {
    const watch = watcher();
    await use(async () => watch(await browser.newContext()));
    await watch.end();
  },
});

/** Opens pages and notes whatever goes wrong behind them. */
function watcher() {
  const contexts: BrowserContext[] = [];
  const wrong: string[] = [];
  const open = async (context: BrowserContext): Promise<Page> => {
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      // Somebody who goes on before the page has faded in ends the fading, which Chromium reports.
      if (!/^Transition was (aborted|skipped)/.test(error.message)) wrong.push(`${page.url()}: ${error.message}`);
    });
    page.on('console', (message) => {
      // A refused form is a 422, which Chromium reports as an error of its own; and some specs take a page offline.
      const expected = /status of (4\d\d)|ERR_INTERNET_DISCONNECTED/.test(message.text());
      if (message.type() === 'error' && !expected) wrong.push(`${page.url()}: ${message.text()}`);
    });
    page.on('response', (answer) => {
      if (answer.status() >= 500) wrong.push(`${answer.url()} answers ${answer.status()}`);
    });
    return page;
  };
  const end = async () => {
    for (const context of contexts) await context.close();
    expect(wrong, 'nothing goes wrong behind the page').toEqual([]);
  };
  return Object.assign(open, { end });
}

export { expect };
