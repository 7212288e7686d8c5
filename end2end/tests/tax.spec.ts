// From the figure on the tax form down to the line of the bank's file, and out as a file again.
import { readFileSync } from 'node:fs';
import { expect, test } from '../house/test.ts';
import { account, bring, property } from '../house/world.ts';

const YEAR = new Date().getFullYear() - 1;

test('a figure of Schedule E walks back to the line of its file', async ({ as, home }) => {
  const mark = `H${Date.now()}`;
  const place = await property(home.owner, '40 Hazel Street', `Hazel ${mark}`);
  const bank = await account(home.owner, `Hazel checking ${mark}`, { property: place });
  const rule = { pattern: `KESSLER ${mark}`, direction: 'out', category: 'repairs', confidence: '100', priority: '150' };
  await home.owner.send('/rules/new', { ...rule, property: place, name: `Kessler ${mark} is Repairs` });
  const rows = [`${YEAR}-05-27,KESSLER ${mark} HTG,-389.00`, `${YEAR}-11-19,KESSLER ${mark} HTG,-95.00`];
  await bring(home.owner, bank, `kessler-${mark}.csv`, ['Date,Description,Amount', ...rows].join('\n'));

  const page = await as(home.owner);
  await page.goto(`/tax/${YEAR}`);
  const repairs = page.getByRole('row', { name: /^14 Repairs/ });
  await repairs.getByRole('link', { name: '484.00' }).first().click();
  await expect(page.getByRole('heading', { name: 'Where $484.00 comes from' })).toBeVisible();
  await page.getByRole('row', { name: /389\.00/ }).getByRole('link').last().click();
  // The thread is told beside the figure, and whole on the page of the line.
  await expect(page.getByRole('link', { name: `Kessler ${mark} is Repairs` })).toBeVisible();
  await page.getByRole('link', { name: 'All about this line' }).click();

  await expect(page).toHaveURL(/\/transactions\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('link', { name: `Kessler ${mark} is Repairs` }).first()).toBeVisible();
  await expect(page.getByText(`,KESSLER ${mark} HTG,-389.00`).first()).toBeVisible();
  await page.getByRole('link', { name: `kessler-${mark}.csv` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`kessler-${mark}.csv is imported`);

  // The days of the year are asked for once, and then the form says so no more.
  await page.goto(`/tax/${YEAR}/days/${place}`);
  await page.getByLabel('Days let at a fair price').fill('400');
  await page.getByRole('button', { name: 'Confirm days' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Days let at a fair price').fill('365');
  await page.getByRole('button', { name: 'Confirm days' }).click();
  await expect(page).toHaveURL(new RegExp(`/tax/${YEAR}`));
  await expect(page.getByText(`Rental days of Hazel ${mark} are not confirmed`)).toHaveCount(0);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`schedule-e-${YEAR}.csv`);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text.split('\r\n')[0]).toContain(`Hazel ${mark}`);
  expect(text).toContain('484.00');
});

test('profit and loss shows the same money by month and by property', async ({ as, home }) => {
  const mark = `I${Date.now()}`;
  const place = await property(home.owner, '41 Iris Lane', `Iris ${mark}`);
  const bank = await account(home.owner, `Iris checking ${mark}`, { property: place });
  const rule = { pattern: `RENT ${mark}`, direction: 'in', category: 'rent', confidence: '100', priority: '150' };
  await home.owner.send('/rules/new', { ...rule, property: place });
  await bring(home.owner, bank, `${mark}.csv`, `Date,Description,Amount\n${YEAR}-04-01,RENT ${mark},1234.56\n${YEAR}-04-17,FEE ${mark},-1.00`);

  const page = await as(home.owner);
  await page.goto(`/reports/profit-and-loss?year=${YEAR}&property=${place}`);
  await page.getByRole('link', { name: /1,234\.56/ }).first().click();
  await expect(page).toHaveURL(/\/reports\/entries/);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('1234.56');
});
