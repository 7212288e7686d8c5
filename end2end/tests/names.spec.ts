// Names that people really have, and lists that really grow: long words, other scripts, emoji, a thousand lines.
import type { Page } from '@playwright/test';
import { sideways, WIDTHS } from '../house/measure.ts';
import type { Person } from '../house/person.ts';
import { landlord } from '../house/portfolio.ts';
import { expect, test } from '../house/test.ts';
import { account, bring, lease, property, rowOf, settle, tenant, unit } from '../house/world.ts';

const LONG = 'Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverleihungsurkunde';
const HEBREW = 'שרה לוי־כהן (רחוב הרצל 12)';
const ARABIC = 'محمد بن عبد الله آل سعود';
const EMOJI = '🏡👩‍👩‍👧‍👦 Casa del Mar 🏖️ ❤️‍🔥';
const YEAR = new Date().getFullYear();

/** A thousand lines, some of them one word without an end. */
function statement(): string {
  const row = (i: number) => {
    const day = `${YEAR - 1}-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')}`;
    const text = [`${LONG}${i}`.toUpperCase(), `SHOP ${EMOJI} ${i}`, `${HEBREW} ${i}`, `CHECK ${i}`][i % 4];
    return `${day},${text},${(i % 2 === 0 ? -1 : 1) * (1000 + i)}.${String(i % 100).padStart(2, '0')}`;
  };
  return ['Date,Description,Amount', ...Array.from({ length: 1000 }, (_, i) => row(i))].join('\n');
}

/** Where these pages can be pushed sideways. */
async function pushed(page: Page, paths: string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of paths) {
    expect((await page.goto(path))?.status(), path).toBe(200);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const by = await sideways(page);
      if (by !== 0) wrong.push(`${path} goes ${by}px sideways at ${width}px`);
    }
  }
  return wrong;
}

/** Homes and people with such names; returns the addresses that show them. */
async function fill(owner: Person): Promise<{ paths: string[]; renter: Person }> {
  const paths: string[] = [];
  let renter: Person | undefined;
  for (const name of [LONG, HEBREW, ARABIC, EMOJI]) {
    const home = await property(owner, `12 ${name}`.slice(0, 110), name);
    const upstairs = await unit(owner, home, name.slice(0, 60));
    const who = await tenant(owner, name);
    const agreed = await lease(owner, upstairs, who, { starts_on: `${YEAR - 1}-02-01`, rent: '1,234,567.89' });
    paths.push(`/properties/${home}`, `/units/${upstairs}`, `/tenants/${who}`, `/leases/${agreed}`);
    renter ??= await settle(owner, who, name, `${'x'.repeat(50)}-${Date.now()}@${'y'.repeat(50)}.example.com`);
  }
  return { paths, renter: renter! };
}

test('long, foreign and odd names break no page', async ({ as }) => {
  test.setTimeout(180_000);
  const owner = await landlord(`${EMOJI} ${LONG}`.slice(0, 80));
  const { paths, renter } = await fill(owner);
  const bank = await account(owner, LONG.slice(0, 60));
  const file = await bring(owner, bank, `${LONG}.csv`, statement());
  await owner.send('/rules/new', { pattern: 'CHECK', direction: 'any', category: 'supplies', confidence: '95', priority: '50' });
  const page = await as(owner);
  const lists = ['/', '/review', '/transactions', '/accounts', '/imports', '/properties', '/leases', '/tenants', '/rules'];
  const years = ['/activity', `/tax/${YEAR - 1}`, `/reports/profit-and-loss?year=${YEAR - 1}&by=property`, '/settings'];
  const line = rowOf(await owner.page('/transactions'), '/transactions');
  const ones = [`/accounts/${bank}`, `/imports/${file}`, `/transactions/${line}`, `/review/${line}`];
  expect(await pushed(page, [...lists, ...years, ...ones, ...paths])).toEqual([]);
  await page.goto(`/tenants?q=${encodeURIComponent('לוי')}`);
  await expect(page.getByRole('link', { name: HEBREW })).toBeVisible();

  const portal = await as(renter);
  expect(await pushed(portal, ['/portal', '/portal/lease', '/portal/people', '/portal/settings'])).toEqual([]);
});

test('a thousand lines are shown a page at a time, and every page has a way on', async ({ as }) => {
  const owner = await landlord(`Thousand ${Date.now()}`);
  const bank = await account(owner, 'Checking');
  await bring(owner, bank, 'thousand.csv', statement());
  const page = await as(owner);
  await page.goto('/review');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1,000 lines wait for you');
  const first = await page.locator('.slip a').first().getAttribute('href');
  await page.getByRole('link', { name: 'More of them' }).click();
  await expect(page.locator('.slip a').first()).not.toHaveAttribute('href', first!);
  await page.getByRole('link', { name: 'Back to the first' }).click();
  await expect(page.locator('.slip a').first()).toHaveAttribute('href', first!);

  await page.goto('/transactions');
  const shown = await page.getByRole('row').count();
  expect(shown).toBeLessThan(200);
  await page.getByRole('link', { name: 'Older' }).click();
  await expect(page.getByRole('link', { name: 'Newer' })).toBeVisible();
});
