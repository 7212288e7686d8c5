// Photos of a repair: brought with a report, seen small on both sides and by nobody else, taken away and brought back.
import type { Page } from '@playwright/test';
import { CANARY, photo } from '../house/photo.ts';
import { expect, test } from '../house/test.ts';

interface Picked {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const picture = (name: string): Picked => ({ name, mimeType: 'image/png', buffer: photo() });

/** Reports a leak with these files, as a person does. */
async function report(page: Page, files: Picked[]): Promise<void> {
  await page.goto('/portal/repairs/new');
  await page.locator('input[name=category][value=water]').check({ force: true });
  await page.locator('[name=place]').fill('Kitchen');
  await page.locator('[name=description]').fill('Water runs from under the sink 💧');
  await page.getByLabel('Photos or documents').setInputFiles(files);
  await page.getByRole('button', { name: 'Send report' }).click();
  await expect(page).toHaveURL(/\/portal\/repairs\/[0-9a-f-]{36}/);
}

/** The small picture, once its job is done: an open page hears of it, another is loaded again. */
async function small(page: Page, scripted: boolean): Promise<string> {
  const shown = page.locator('.photos img');
  await expect(async () => {
    if (!scripted) await page.reload();
    await expect(shown).toHaveCount(1, { timeout: scripted ? 15_000 : 500 });
  }).toPass({ timeout: 30_000 });
  return (await shown.getAttribute('src'))!;
}

test('a photo is seen by both sides, and its place by nobody', async ({ home, as, scripted }) => {
  const tenant = await as(home.tenant);
  await report(tenant, [picture('under the sink.png')]);
  const id = /[0-9a-f-]{36}/.exec(tenant.url())![0];
  await expect(tenant.locator('.photos')).toContainText('under the sink.jpg');
  const src = await small(tenant, scripted);
  const seen = await tenant.locator('.photos img').evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth));
  expect(seen).toBe(320);

  const owner = await as(home.owner);
  await owner.goto(`/maintenance/${id}`);
  await expect(owner.locator(`.photos img[src="${src}"]`)).toHaveCount(1);
  const whole = await owner.request.get(src.replace('/small', ''));
  expect(whole.headers()['content-disposition']).toContain('attachment; filename="under-the-sink.jpg"');
  expect(whole.headers()['content-security-policy']).toBe("sandbox; default-src 'none'");
  expect((await whole.body()).includes(CANARY)).toBe(false);

  for (const person of [home.neighbor, home.bookkeeper, home.other]) {
    for (const path of [src, src.replace('/small', '')]) {
      expect((await person.try('GET', path)).status, `${person.name}: ${path}`).toBe(404);
    }
  }
});

test('what is no photo is left out in words, and the report is kept', async ({ home, as }) => {
  const page = await as(home.tenant);
  const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  await report(page, [
    { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: script },
    { name: 'huge.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(21 * 1_048_576, 255) },
    picture('good.png'),
    { name: 'bill.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n') },
  ]);
  const said = page.getByText('“drawing.svg” is a web page or a drawing that can hold scripts.');
  await expect(said).toContainText('“huge.jpg” is larger than 20 MB.');
  await expect(page.locator('.photos .name')).toHaveText(['good.jpg', 'bill.pdf']);
  await expect(page.getByText('Water runs from under the sink 💧').first()).toBeVisible();
});

test('whoever brought a photo takes it away, and may change their mind', async ({ home, as }) => {
  const page = await as(home.tenant);
  await report(page, [picture('wrong one.png')]);
  const photos = page.locator('.photos');
  await page.getByRole('button', { name: 'Remove wrong one.jpg' }).click();
  await expect(photos).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(photos).toContainText('wrong one.jpg');
});
