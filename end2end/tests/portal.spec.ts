import { PASSWORD, Person } from '../house/person.ts';
import { expect, test } from '../house/test.ts';
import { linkOn, member, tenant } from '../house/world.ts';

test('a tenant is invited by a link and sees their own home', async ({ as, stranger, home }) => {
  const id = await tenant(home.owner, 'Zoe Zimmer');
  const page = await as(home.owner);
  await page.goto(`/tenants/${id}`);
  await page.getByRole('link', { name: /Invite/ }).first().click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = new URL(await page.getByLabel('Link').inputValue()).pathname;

  const guest = await stranger();
  await guest.setViewportSize({ width: 390, height: 844 });
  await guest.goto(link);
  await expect(guest.getByLabel('Your name')).toHaveValue('Zoe Zimmer');
  await guest.getByLabel('Mail address').fill(`zoe-${Date.now()}@example.com`);
  await guest.getByLabel('Password').fill(PASSWORD);
  await guest.getByRole('button', { name: 'Accept' }).click();
  await expect(guest).toHaveURL('/portal');
  // The landlord's side does not exist for them.
  for (const path of ['/properties', '/leases', '/tenants', '/reports', '/settings/members']) {
    expect((await guest.goto(path))?.status(), path).toBe(404);
  }
});

test('the lease stands in plain words, and nothing of a neighbor', async ({ as, home }) => {
  const page = await as(home.tenant);
  await page.goto('/');
  await expect(page).toHaveURL('/portal');
  await expect(page.getByText('$1,450').first()).toBeVisible();
  await expect(page.getByText('Alder Street').first()).toBeVisible();
  for (const path of ['/portal', '/portal/lease', '/portal/people', '/portal/settings']) {
    const html = await home.tenant.page(path);
    for (const hidden of ['Birch', 'Ned', 'Uma', '7 Birch Road', '240,000']) {
      expect(html.includes(hidden), `${hidden} on ${path}`).toBe(false);
    }
  }
  const data = await home.tenant.page('/portal/settings/data');
  expect(data).toContain('Tess Tenant');
  expect(data).not.toContain('Ned');
});

test('a landlord looks through a tenant’s eyes and can change nothing', async ({ as, home }) => {
  const page = await as(await (await Person.stranger('', home.owner.email)).signIn());
  await page.goto('/view-as');
  await page.getByLabel('Tenant').selectOption({ label: 'Tess Tenant' });
  await page.getByRole('button', { name: 'Look' }).click();
  await expect(page).toHaveURL('/portal');
  await expect(page.getByText('Alder Street').first()).toBeVisible();
  const answer = await page.request.post('/portal/settings/phone', {
    form: { phone: '614-555-0100' },
    headers: { 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  });
  expect(answer.status()).toBeGreaterThanOrEqual(400);
  await page.goto('/portal');
  await page.getByRole('button', { name: 'Back to your side' }).click();
  await expect(page).toHaveURL('/');
});

test('somebody is landlord here and tenant there, and chooses a door', async ({ stranger, home }) => {
  const dora = await member(home.owner, 'Dora Doors', `dora-${Date.now()}@example.com`, { role: 'owner' });
  const id = await tenant(home.other, 'Dora Doors');
  const link = linkOn(await home.other.ask(`/tenants/${id}/invite`, {}));
  const page = await stranger();
  await page.goto(`/sign-in?then=${link}`);
  await page.getByLabel('Mail address').fill(dora.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Accept as Dora Doors' }).click();
  await expect(page).toHaveURL('/portal');
  await page.goto('/doors');
  await page.getByRole('radio', { name: /As owner/ }).check();
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page).toHaveURL('/');
  await page.goto('/properties');
  await expect(page.getByRole('link', { name: 'Alder Street' })).toBeVisible();
});
