import { PASSWORD, Person } from '../house/person.ts';
import { expect, test } from '../house/test.ts';

test('a stranger signs in and lands where they wanted to go', async ({ stranger, home }) => {
  const page = await stranger();
  await page.goto(`/properties/${home.alder}`);
  await expect(page).toHaveURL(/\/sign-in\?then=/);
  await page.getByLabel('Mail address').fill(home.owner.email.toUpperCase());
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`/properties/${home.alder}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alder Street');
});

test('a wrong password and an unknown address look the same', async ({ stranger, home }) => {
  const page = await stranger();
  const seen: string[] = [];
  for (const email of [home.owner.email, 'nobody@example.com']) {
    await page.goto('/sign-in');
    await page.getByLabel('Mail address').fill(email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('The mail address or the password is not right.');
    await expect(page.getByLabel('Mail address')).toHaveValue(email);
    await expect(page.getByLabel('Password')).toHaveValue('');
    seen.push((await page.content()).replaceAll(email, 'ADDRESS').replaceAll(/nonce="[^"]*"/g, ''));
  }
  expect(seen[0]).toBe(seen[1]);
});

test('after signing out the pages are gone', async ({ as, home }) => {
  const page = await as(await (await Person.stranger('', home.owner.email)).signIn());
  await page.goto('/properties');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto('/properties');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('nobody is sent to another site after signing in', async ({ stranger, home }) => {
  const page = await stranger();
  await page.goto('/sign-in?then=https://evil.example/');
  await page.getByLabel('Mail address').fill(home.owner.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/');
});

test('a forgotten password has a way out where no mail is sent', async ({ stranger }) => {
  const page = await stranger();
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page.getByText('This house sends no mail.')).toBeVisible();
  await page.goto('/reset/this-link-was-never-made');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link is closed');
});
