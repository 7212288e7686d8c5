// Two people with a page open: what one of them does appears on the other's page, and disturbs nobody who is typing.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '../house/test.ts';
import { bring, leak } from '../house/world.ts';

/** Notes on a page that it was not loaded anew. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { same: true }));
const isSame = (page: Page) => page.evaluate(() => 'same' in window);

/** Waits until the stream of this page is open. */
async function listening(page: Page, path: string): Promise<void> {
  const stream = page.waitForResponse((answer) => answer.url().includes('/live?') && answer.status() === 200);
  await page.goto(path);
  await stream;
}

test('a tenant writes, and the landlord reads it while typing an answer', async ({ as, home, scripted }) => {
  test.skip(!scripted, 'without script the next page shows it');
  const repair = await leak(home.tenant, 'The heater is cold.');
  const [ruth, ned] = [await as(home.owner), await as(home.neighbor)];
  await listening(ruth, `/maintenance/${repair}`);
  await listening(ned, '/portal/repairs');
  await Promise.all([ruth, ned].map(mark));
  const answer = ruth.locator('textarea[name=say]');
  await answer.fill('We send somebody tomo');
  await answer.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(3, 7));
  await ruth.locator('details:has(input[type=file]) > summary').first().click();
  await answer.focus();

  const canary = `It is ${randomUUID()} degrees.`;
  await home.tenant.send(`/portal/repairs/${repair}/say`, { id: randomUUID(), say: canary, do: 'send' });
  await expect(ruth.locator('#thread')).toContainText(canary);
  expect(await isSame(ruth)).toBe(true);
  await expect(answer).toHaveValue('We send somebody tomo');
  await expect(answer).toBeFocused();
  expect(await answer.evaluate((f: HTMLTextAreaElement) => [f.selectionStart, f.selectionEnd])).toEqual([3, 7]);
  await expect(ruth.locator('details:has(input[type=file])').first()).toHaveAttribute('open');
  await expect(ruth.getByRole('status').filter({ hasText: 'Updated' })).toHaveCount(1);
  // Whoever lives elsewhere was not even told that something changed.
  expect(await isSame(ned)).toBe(true);
  expect(await ned.content()).not.toContain(canary);
  await expect(ned.getByRole('status').filter({ hasText: 'Updated' })).toHaveCount(0);
});

test('the landlord answers, and the tenant sees the status change', async ({ as, home, scripted }) => {
  const repair = await leak(home.tenant, 'The bell is silent.');
  const tess = await as(home.tenant);
  if (scripted) await listening(tess, `/portal/repairs/${repair}`);
  else await tess.goto(`/portal/repairs/${repair}`);
  const words = `Somebody comes at ${randomUUID()}.`;
  await home.owner.send(`/maintenance/${repair}/say`, { id: randomUUID(), say: words, do: 'send' });
  if (!scripted) await tess.reload();
  await expect(tess.locator('#thread')).toContainText(words);
});

test('two tabs of one browser share a stream, and each hears', async ({ as, home, scripted }) => {
  test.skip(!scripted, 'without script there is none');
  const repair = await leak(home.tenant, 'The lock is stiff.');
  const first = await as(home.owner);
  await listening(first, `/maintenance/${repair}`);
  const second = await first.context().newPage();
  let streams = 0;
  second.on('request', (request) => (streams += Number(request.url().includes('/live?'))));
  await second.goto(`/maintenance/${repair}`);
  const words = `Since ${randomUUID()}.`;
  await home.tenant.send(`/portal/repairs/${repair}/say`, { id: randomUUID(), say: words, do: 'send' });
  await expect(first.locator('#thread')).toContainText(words);
  await expect(second.locator('#thread')).toContainText(words);
  expect(streams).toBe(0);
  // The one that listened goes, and the other takes over.
  const stream = second.waitForRequest((request) => request.url().includes('/live?'));
  await first.close();
  await stream;
  await home.tenant.send(`/portal/repairs/${repair}/say`, { id: randomUUID(), say: `Still: ${words}`, do: 'send' });
  await expect(second.locator('#thread')).toContainText(`Still: ${words}`);
});

test('the number of lines that wait keeps up', async ({ as, home, scripted }) => {
  test.skip(!scripted, 'without script the next page shows it');
  const page = await as(home.owner);
  await listening(page, '/');
  await mark(page);
  const place = page.locator('nav a[href="/review"]');
  const before = Number((await place.locator('.count [aria-hidden]').textContent())?.trim() ?? 0);
  const file = `Date,Description,Amount\n2026-01-09,CORNER SHOP ${randomUUID()},-8.00`;
  await bring(home.owner, home.account, 'corner.csv', file);
  await expect(place.locator('.count [aria-hidden]')).toHaveText(String(before + 1));
  expect(await isSame(page)).toBe(true);
});

test('owners see how soon changes arrive, and others do not', async ({ as, home }) => {
  const owner = await as(home.owner);
  await owner.goto('/settings/live');
  await expect(owner.getByRole('link', { name: 'Live pages' })).toHaveAttribute('aria-current', 'page');
  expect((await home.manager.try('GET', '/settings/live')).status).toBe(404);
  expect((await home.tenant.try('GET', '/settings/live')).status).toBe(404);
});
