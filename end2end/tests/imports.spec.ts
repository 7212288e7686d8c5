import type { Page } from '@playwright/test';
import { expect, test } from '../house/test.ts';
import { account, bring } from '../house/world.ts';

const YEAR = new Date().getFullYear() - 1;

/** A statement as a bank exports it: three purchases, two of them alike, one rent, and a line that cannot be read. */
const statement = (mark: string) =>
  [
    'Date,Description,Amount',
    `${YEAR}-03-14,HOME DEPOT 4417 ${mark},-64.18`,
    `${YEAR}-03-15,PARKING GARAGE ${mark},-12.00`,
    `${YEAR}-03-15,PARKING GARAGE ${mark},-12.00`,
    `${YEAR}-03-31,ZELLE FROM TESS ${mark},1450.00`,
    `${YEAR}-02-30,NO SUCH DAY ${mark},-5.00`,
  ].join('\n');

async function choose(page: Page, name: string, text: string | Buffer): Promise<void> {
  await page.getByLabel('Files').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Look at it' }).click();
}

test('a file is looked at, imported, taken back and imported again', async ({ as, home }) => {
  const mark = `M${Date.now()}`;
  const id = await account(home.owner, `Checking ${mark}`);
  const page = await as(home.owner);
  await page.goto(`/imports/new?account=${id}`);
  await choose(page, `${mark}.csv`, statement(mark));

  await expect(page.getByText('4 new, 0 known, 1 unreadable (line 6)').first()).toBeVisible();
  await expect(page.getByText('$1,450.00').first()).toBeVisible();
  await page.getByRole('button', { name: 'Import 4 new lines' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${mark}.csv is imported`);
  await expect(page.getByText('NO SUCH DAY').first()).toBeVisible();

  await page.getByRole('button', { name: 'Take it all back' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${mark}.csv was taken back`);
  await page.goto(`/transactions?account=${id}`);
  await expect(page.getByText('HOME DEPOT')).toHaveCount(0);
});

test('the same file again brings nothing, and one more line brings one', async ({ as, home }) => {
  const mark = `S${Date.now()}`;
  const id = await account(home.owner, `Savings ${mark}`);
  await bring(home.owner, id, `${mark}.csv`, statement(mark));
  const page = await as(home.owner);
  await page.goto(`/imports/new?account=${id}`);
  // Rows in another order are the same rows, and two purchases that are alike stay two.
  const [head, ...rows] = statement(mark).split('\n');
  const again = [head, `${YEAR}-04-02,ACE HARDWARE ${mark},-9.99`, ...rows.toReversed()].join('\n');
  await choose(page, `${mark}-again.csv`, again);
  await expect(page.getByText(/1 new, 4 known/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Import 1 new line' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${mark}-again.csv is imported`);
  await page.goto(`/transactions?account=${id}`);
  await expect(page.getByRole('link', { name: /Parking Garage/ })).toHaveCount(2);
  await expect(page.getByRole('link', { name: /Ace Hardware/i })).toHaveCount(1);
});

test('what is no statement is refused in words', async ({ as, home }) => {
  const id = await account(home.owner, `Odd files ${Date.now()}`);
  const page = await as(home.owner);
  const odd: [string, string | Buffer][] = [
    ['empty.csv', ''],
    ['statement.csv', '%PDF-1.7\n1 0 obj\n'],
    ['page.csv', '<!doctype html><html><body>Sign in to your bank</body></html>'],
    ['packed.csv', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0])],
  ];
  for (const [name, text] of odd) {
    await page.goto(`/imports/new?account=${id}`);
    await choose(page, name, text);
    await expect(page.getByRole('alert'), name).toBeVisible();
    await expect(page, name).toHaveURL(/\/imports\/new/);
  }
  await page.goto(`/imports/new?account=${id}`);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByRole('alert')).toContainText('Choose a file that you have downloaded from your bank.');
});
