// A program is let in by a token that its person makes, and put out by ending it.
import { expect, test } from '../house/test.ts';

test('a token is shown once, opens the API, and opens nothing once it is ended', async ({ as, home, request, baseURL }) => {
  const page = await as(home.tenant);
  await page.goto('/portal/settings');
  await page.getByRole('link', { name: 'Programs' }).click();
  await page.getByRole('button', { name: 'Make a token' }).click();
  await expect(page.getByRole('alert')).toContainText('What it is for');
  const name = `Board ${Date.now()}`;
  await page.getByLabel('What it is for').fill(name);
  await page.getByRole('button', { name: 'Make a token' }).click();
  const secret = await page.getByLabel('Token').inputValue();
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  await page.getByRole('link', { name: 'Done' }).click();
  expect(await page.content()).not.toContain(secret);

  const ask = (path: string) => request.get(`${baseURL ?? ''}${path}`, { headers: { authorization: `Bearer ${secret}` } });
  const list = await ask('/api/v1/tickets');
  expect(list.status()).toBe(200);
  expect(((await list.json()) as { items: { id: string }[] }).items.map((one) => one.id)).toContain(home.repair);
  expect((await ask(`/api/v1/tickets/${home.neighborRepair}`)).status()).toBe(404);
  expect((await ask('/api/v1/events')).status()).toBe(403);

  await page.getByRole('row', { name: new RegExp(name) }).getByRole('button', { name: 'End' }).click();
  await expect(page.locator('.toast')).toContainText('opens nothing any more');
  expect((await ask('/api/v1/tickets')).status()).toBe(401);
  await page.goto('/portal/settings/sessions');
  await expect(page.getByText(`Made the token “${name}” for a program.`)).toBeVisible();
});
