// A full portfolio, the demo: every page that its links lead to is whole, at every width and in both color schemes.
import type { Page } from '@playwright/test';
import { findings, sideways, small, WIDTHS } from '../house/measure.ts';
import { type Running, start } from '../house/open.ts';
import { PASSWORD } from '../house/person.ts';
import { expect, test } from '../house/test.ts';

let house: Running;

test.beforeAll(async () => {
  house = await start();
});
test.afterAll(async () => house.stop());

/** A house where somebody looks around, opened on its first page. */
async function lookAround(page: Page): Promise<void> {
  await page.goto(`${house.url}/setup`);
  if (new URL(page.url()).pathname === '/sign-in') {
    await page.getByLabel('Mail address').fill('ruth@example.com');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.goto(`${house.url}/doors`);
    await page.getByRole('radio', { name: /look around/i }).check();
    await page.getByRole('button', { name: 'Open' }).click();
    return;
  }
  await page.getByLabel('Your name').fill('Ruth Calloway');
  await page.getByLabel('Mail address').fill('ruth@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('radio', { name: 'Look around' }).check();
  await page.getByRole('button', { name: 'Open Duplex' }).click();
}

/** The kind of page behind an address: ids and years stand for any. */
const kindOf = (path: string) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}').replace(/\/(19|20)\d\d\b/, '/{year}');

/** Files, and places that lead out of the portfolio or away from it. */
const NO_PAGE = /\.csv|\.json$|\/data$|^\/doors|^\/tax$|^\/settings\/demo/;

/** Follows every link to a kind of page that was not seen yet, and measures each. Answers the kinds and what is wrong. */
async function walk(page: Page, from: string, scripted: boolean): Promise<{ seen: Set<string>; wrong: string[] }> {
  const [seen, queue, wrong] = [new Set<string>(), [from], [] as string[]];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path.split(/[?#]/)[0]!);
    if (seen.has(kind)) continue;
    seen.add(kind);
    const answer = await page.goto(house.url + path);
    expect(answer?.status(), path).toBe(200);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const by = await sideways(page);
      if (by !== 0) wrong.push(`${kind} goes ${by}px sideways at ${width}px`);
      if (width === 390) wrong.push(...(await small(page)).map((what) => `${kind} is hard to hit with a finger: ${what}`));
      if (!scripted || (width !== 1280 && width !== 390)) continue;
      await page.emulateMedia({ colorScheme: width === 390 ? 'dark' : 'light' });
      wrong.push(...(await findings(page)).map((what) => `${kind} at ${width}px: ${what}`));
    }
    const links = await page.evaluate(() => [...document.querySelectorAll('a[href^="/"]')].map((a) => a.getAttribute('href')!));
    queue.push(...links.filter((link) => !NO_PAGE.test(link.split(/[?#]/)[0]!)));
  }
  return { seen, wrong };
}

test('every page of a full portfolio is whole at every width', async ({ stranger, scripted }) => {
  test.setTimeout(600_000);
  const page = await stranger();
  await lookAround(page);
  await expect(page.getByText('You are looking around a demo portfolio.')).toBeVisible();
  const { seen, wrong } = await walk(page, '/', scripted);
  expect(wrong).toEqual([]);
  for (const kind of ['/review', '/leases/{id}', '/imports/{id}', '/tax/{year}', '/reports/entries', '/transactions/{id}']) {
    expect(seen, `${kind} is linked`).toContain(kind);
  }

  await page.goto(`${house.url}/view-as`);
  await page.getByRole('button', { name: 'Look' }).click();
  const portal = await walk(page, '/portal', scripted);
  expect(portal.wrong).toEqual([]);
  expect(portal.seen.size).toBeGreaterThan(3);
});
