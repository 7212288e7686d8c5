// Repairs from both doors: reported by a tenant, answered, visited, fixed and booked by the landlord, side by side.
import type { Page } from '@playwright/test';
import { expect, test } from '../house/test.ts';
import { leak } from '../house/world.ts';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What a person sees on a page that may have changed by itself; without script after loading it again. */
async function sees(page: Page, words: string | RegExp, scripted: boolean): Promise<void> {
  if (!scripted) await page.reload();
  await expect(page.getByText(words).first()).toBeVisible();
}

test('a leak goes from the kitchen to the books', async ({ as, home, scripted }) => {
  const words = `Water drips under the sink ${Date.now()}. תקלה 💧`;
  const [renter, ruth] = [await as(home.tenant), await as(home.owner)];
  await renter.setViewportSize({ width: 390, height: 844 });
  await renter.goto('/portal/repairs');
  await renter.getByRole('link', { name: 'Report a repair' }).click();
  await renter.getByRole('radio', { name: /^Water or drains/ }).check();
  await renter.getByLabel('Where?').fill('Kitchen');
  await renter.getByLabel('What is wrong?').fill(words);
  await renter.getByLabel('Photos or documents').setInputFiles({ name: 'sink.png', mimeType: 'image/png', buffer: PIXEL });
  await renter.getByRole('button', { name: 'Send report' }).click();
  await expect(renter).toHaveURL(/\/portal\/repairs\/[0-9a-f-]{36}/);
  const id = /[0-9a-f-]{36}/.exec(renter.url())![0];
  await expect(renter.getByRole('link', { name: 'sink.png' })).toBeVisible();

  await ruth.goto('/maintenance');
  await ruth.getByRole('link', { name: new RegExp(words.slice(0, 40)) }).first().click();
  await ruth.getByLabel(/^Answer/).fill('Kessler comes tomorrow.');
  await ruth.getByRole('button', { name: 'Send' }).click();
  await sees(renter, 'Kessler comes tomorrow.', scripted);
  await ruth.getByLabel(/^Answer/).fill('canary-51d2 ask for a price');
  await ruth.getByRole('button', { name: 'Keep as note' }).click();
  await expect(ruth.getByText('Only your side sees this')).toBeVisible();
  for (const path of ['/portal', '/portal/repairs', `/portal/repairs/${id}`, `/portal/repairs/${id}/access`, '/portal/settings/data']) {
    expect(await home.tenant.page(path), path).not.toContain('canary-51d2');
  }

  await ruth.goto(`/maintenance/${id}/visit`);
  await ruth.getByRole('button', { name: 'Propose' }).click();
  await sees(renter, /suit you\?/, scripted);
  await renter.getByRole('button', { name: 'It suits me' }).click();
  await expect(renter.getByText('You have agreed.')).toBeVisible();
  await ruth.goto(`/maintenance/${id}`);
  await ruth.getByRole('button', { name: 'Mark fixed' }).click();
  await sees(renter, 'Is it fixed?', scripted);
  await renter.getByRole('button', { name: 'Yes, it is fixed' }).click();
  await expect(renter.getByText('said that it is fixed.').first()).toBeVisible();

  await ruth.goto(`/maintenance/${id}/costs/new`);
  await ruth.getByLabel('What for').fill('Trap and labor');
  await ruth.getByLabel('Amount').fill('123.45');
  await ruth.getByRole('button', { name: 'Add cost' }).click();
  await ruth.getByRole('button', { name: 'Make an expense' }).click();
  await expect(ruth.getByText('waits for its bank line')).toBeVisible();
  expect(await home.tenant.page(`/portal/repairs/${id}`)).not.toContain('Trap and labor');
});

test('the second of two people sees what the first did, and a closed repair keeps what was typed', async ({ as, home }) => {
  const id = await leak(home.tenant, `The tap drips ${Date.now()}.`);
  const [mine, theirs] = [await as(home.owner), await as(home.manager)];
  await mine.goto(`/maintenance/${id}`);
  await theirs.goto(`/maintenance/${id}`);
  const version = await mine.locator('.steps input[name="version"]').inputValue();
  await theirs.getByRole('button', { name: 'Mark fixed' }).click();
  await expect(theirs.locator('.toast')).toContainText('Marked as fixed');
  const late = await home.owner.send(`/maintenance/${id}/status`, { do: 'cancel', version });
  expect(late).toBe(`/maintenance/${id}`);
  await mine.goto(`/maintenance/${id}`);
  await expect(mine.getByText('marked it as fixed.').first()).toBeVisible();
  const refused = await home.tenant.try('POST', `/portal/repairs/${id}/say`, { say: 'It drips again.' });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('It drips again.');
  expect(refused.body).toContain('Open again and send');
});

test('too much is told and kept, and sent twice it is one', async ({ home }) => {
  const long = 'ö'.repeat(10_000);
  const fields = { category: 'water', place: 'Kitchen', description: long };
  const refused = await home.tenant.try('POST', '/portal/repairs/new', fields);
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('has 10,000 characters, and 5,000 can be kept');
  expect(refused.body).toContain(long);
  const id = crypto.randomUUID();
  const once = { ...fields, id, description: `Once ${id}.` };
  expect(await home.tenant.send('/portal/repairs/new', once)).toBe(await home.tenant.send('/portal/repairs/new', once));
});

test('neighbors and other landlords find nothing', async ({ home }) => {
  const id = await leak(home.tenant, `Only ours ${Date.now()}.`);
  for (const person of [home.neighbor, home.other, home.bookkeeper]) {
    for (const path of [`/portal/repairs/${id}`, `/maintenance/${id}`]) {
      expect((await person.try('GET', path)).status, path).toBe(404);
    }
  }
  expect(await home.neighbor.page('/portal/repairs')).not.toContain('Only ours');
});

test('a draft survives a reload and a lost connection', async ({ as, home, scripted }) => {
  test.skip(!scripted, 'drafts are kept by a script');
  const page = await as(home.tenant);
  await page.goto('/portal/repairs/new');
  await page.getByRole('radio', { name: /^Electricity/ }).check();
  await page.getByLabel('Where?').fill('Hallway');
  await page.getByLabel('What is wrong?').fill(`The outlet is dead ${Date.now()}.`);
  await page.reload();
  await expect(page.getByLabel('Where?')).toHaveValue('Hallway');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Send report' }).click();
  await expect(page.getByText(/No connection/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page).toHaveURL(/\/portal\/repairs\/[0-9a-f-]{36}/, { timeout: 20_000 });
});
