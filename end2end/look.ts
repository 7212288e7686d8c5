// Takes three pictures of every page into shots/: at a desk, at a desk in the dark, and on a phone. Then once more the
// pages that show most, in the demo portfolio.
import path from 'node:path';
import type { Page } from '@playwright/test';
import { start } from './house/open.ts';
import { PASSWORD } from './house/person.ts';
import { test } from './house/test.ts';
import { address, PAGES } from './pages.ts';

const SHOTS = [
  { name: 'desk', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'dark', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
] as const;

async function shoot(page: Page, name: string): Promise<void> {
  for (const { name: shot, width, height, colorScheme } of SHOTS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join('shots', `${name}.${shot}.png`), fullPage: true });
  }
}

const named = (route: string) => route.replaceAll(/[{}]/g, '').replaceAll('/', '-').replace(/^-$/, '-today').slice(1);

for (const one of PAGES) {
  test(named(one.route), async ({ as, stranger, home }) => {
    const who = one.for[0]!;
    const page = who === 'stranger' ? await stranger() : await as(home[who]);
    await page.goto(address(one, home));
    await shoot(page, named(one.route));
  });
}

const YEAR = new Date().getFullYear();
const DEMO = ['/', '/review', '/transactions', '/accounts', '/imports', '/properties', '/leases', '/tenants', '/reports'];
const YEARLY = [`/reports/profit-and-loss?year=${YEAR}`, `/tax/${YEAR}`, '/rules', '/activity', '/view-as'];

test('the demo', async ({ stranger }) => {
  test.setTimeout(300_000);
  const house = await start();
  const page = await stranger();
  await page.goto(`${house.url}/setup`);
  await shoot(page, 'setup');
  await page.getByLabel('Your name').fill('Ruth Calloway');
  await page.getByLabel('Mail address').fill('ruth@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('radio', { name: 'Look around' }).check();
  await page.getByRole('button', { name: 'Open Duplex' }).click();
  for (const where of [...DEMO, ...YEARLY]) {
    await page.goto(`${house.url}${where}`);
    await shoot(page, `demo-${named(where.split('?')[0]!)}`);
  }
  await page.getByRole('button', { name: 'Look' }).click();
  await shoot(page, 'demo-portal');
  await house.stop();
});
