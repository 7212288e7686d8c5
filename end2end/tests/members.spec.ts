import { sql } from '../house/database.ts';
import { PASSWORD } from '../house/person.ts';
import { expect, test } from '../house/test.ts';
import { linkOn, member } from '../house/world.ts';

test('a manager is invited by a link and sees only their property', async ({ as, stranger, home }, info) => {
  const email = `nora-${info.workerIndex}-${Date.now()}@example.com`;
  const page = await as(home.owner);
  await page.goto('/settings/members');
  await page.getByRole('link', { name: 'Invite a member' }).click();
  await page.getByLabel('Mail address').fill(email);
  await page.getByRole('radio', { name: 'Manager' }).check();
  await page.getByLabel('Birch Road').check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = new URL(await page.getByLabel('Link').inputValue()).pathname;

  const guest = await stranger();
  await guest.goto(link);
  await expect(guest.getByText('invites you to keep')).toBeVisible();
  await expect(guest.getByLabel('Mail address')).toHaveValue(email);
  await guest.getByLabel('Your name').fill('Nora New');
  await guest.getByLabel('Password').fill('short');
  await guest.getByRole('button', { name: 'Accept' }).click();
  await expect(guest.getByRole('alert')).toContainText('The password is shorter than 8 characters.');
  await expect(guest.getByLabel('Your name')).toHaveValue('Nora New');
  await guest.getByLabel('Password').fill(PASSWORD);
  await guest.getByRole('button', { name: 'Accept' }).click();
  await expect(guest).toHaveURL('/');

  await guest.goto('/properties');
  await expect(guest.getByRole('link', { name: 'Birch Road' })).toBeVisible();
  await expect(guest.getByRole('link', { name: 'Alder Street' })).toHaveCount(0);

  // The link opened once.
  const second = await stranger();
  expect((await second.goto(link))?.status()).toBe(410);
  await expect(second.getByText('It was used already.')).toBeVisible();
});

test('an old, a withdrawn and an unknown invitation say what to do', async ({ as, stranger, home }) => {
  const email = `late-${Date.now()}@example.com`;
  const link = linkOn(await home.owner.ask('/settings/members/invite', { email, role: 'bookkeeper' }));
  await sql(
    `update invitation set created_at = now() - interval '15 days', expires_at = now() - interval '1 day' where email = $1`,
    email,
  );
  const page = await stranger();
  expect((await page.goto(link))?.status()).toBe(410);
  await expect(page.getByText('It is older than 14 days. Ask for a new one.')).toBeVisible();

  const other = linkOn(await home.owner.ask('/settings/members/invite', { role: 'bookkeeper' }));
  const owner = await as(home.owner);
  await owner.goto('/settings/members');
  await owner.getByRole('row', { name: 'Whoever has the link Bookkeeper' }).getByRole('button', { name: 'Take back' }).click();
  await expect(owner.getByText('The invitation is taken back.')).toBeVisible();
  expect((await page.goto(other))?.status()).toBe(410);
  await expect(page.getByText('Whoever made it took it back.')).toBeVisible();

  expect((await page.goto('/invitation/never-made'))?.status()).toBe(404);
  await expect(page.getByText('There is no such invitation.')).toBeVisible();
});

test('an address that is a member already is not invited twice', async ({ as, home }) => {
  const page = await as(home.owner);
  await page.goto('/settings/members/invite');
  await page.getByLabel('Mail address').fill(home.bookkeeper.email);
  await page.getByRole('radio', { name: 'Bookkeeper' }).check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByRole('alert')).toContainText('Bea Books is a member already.');
  await expect(page.getByLabel('Mail address')).toHaveValue(home.bookkeeper.email);
  await expect(page.getByRole('radio', { name: 'Bookkeeper' })).toBeChecked();
});

test('a membership ends at once', async ({ as, home }) => {
  const gone = await member(home.owner, 'Gus Gone', `gus-${Date.now()}@example.com`, { role: 'manager' });
  const page = await as(gone);
  await page.goto('/properties');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Properties');

  const owner = await as(home.owner);
  await owner.goto('/settings/members');
  await owner.getByRole('row', { name: 'Gus Gone' }).getByRole('link', { name: 'Change' }).click();
  await owner.getByRole('button', { name: 'End membership' }).click();
  await expect(owner.getByText('The membership of Gus Gone is ended.')).toBeVisible();

  await page.goto('/properties');
  await expect(page).not.toHaveURL('/properties');
  await expect(page.getByText('Alder Street')).toHaveCount(0);
});

test('the last owner cannot leave', async ({ as, home }) => {
  const page = await as(home.owner);
  await page.goto('/settings/members');
  await page.getByRole('row', { name: home.owner.email }).getByRole('link', { name: 'Change' }).click();
  await page.getByRole('radio', { name: 'Bookkeeper' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});
