import { PASSWORD, Person } from '../house/person.ts';
import { expect, test } from '../house/test.ts';
import { member } from '../house/world.ts';

test('somebody changes their name, colors and password', async ({ as, stranger, home }) => {
  const person = await member(home.owner, 'Ina Ink', `ina-${Date.now()}@example.com`, { role: 'bookkeeper' });
  const elsewhere = await as(await (await Person.stranger('', person.email)).signIn());
  const page = await as(person);
  await page.goto('/settings');
  await page.getByLabel('Your name').fill('Ina Inkwell');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Your settings are saved.')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
  await expect(page.getByLabel('Your name')).toHaveValue('Ina Inkwell');

  await page.getByLabel('Password now').fill('not it');
  await page.getByLabel('New password').fill('a quiet sentence about rain');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert')).toContainText('This is not your password now.');
  await page.getByLabel('Password now').fill(PASSWORD);
  await page.getByLabel('New password').fill('a quiet sentence about rain');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password is changed. You are signed out everywhere else.')).toBeVisible();

  await elsewhere.goto('/settings');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  const again = await stranger();
  await again.goto('/sign-in');
  await again.getByLabel('Mail address').fill(person.email);
  await again.getByLabel('Password').fill('a quiet sentence about rain');
  await again.getByRole('button', { name: 'Sign in' }).click();
  await expect(again).toHaveURL('/');
});

test('sign-ins are listed, and the others ended', async ({ as, home }) => {
  const person = await member(home.owner, 'Sam Seen', `sam-${Date.now()}@example.com`, { role: 'manager' });
  const elsewhere = await as(await (await Person.stranger('', person.email)).signIn());
  const page = await as(person);
  await page.goto('/settings/sessions');
  await expect(page.getByRole('row')).toHaveCount(3);
  await expect(page.getByText('This one')).toHaveCount(1);
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(page.getByText('All other sign-ins are ended.')).toBeVisible();
  await elsewhere.goto('/settings');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
});

test('everything kept about somebody can be taken away', async ({ as, home }) => {
  const page = await as(home.bookkeeper);
  await page.goto('/settings');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download it' }).click();
  expect((await download).suggestedFilename()).toBe('duplex-my-data.json');
});

test('two owners change the portfolio: the second sees both versions', async ({ as, home }) => {
  const second = await member(home.owner, 'Olga Owner', `olga-${Date.now()}@example.com`, { role: 'owner' });
  const [mine, theirs] = [await as(home.owner), await as(second)];
  await mine.goto('/settings/portfolio');
  await theirs.goto('/settings/portfolio');
  await theirs.getByLabel('Who to call').fill('Olga');
  await theirs.getByRole('button', { name: 'Save' }).click();
  await expect(theirs.getByText('The portfolio’s settings are saved.')).toBeVisible();
  await mine.getByLabel('Who to call').fill('Ruth');
  await mine.getByRole('button', { name: 'Save' }).click();
  await expect(mine.getByRole('alert')).toContainText('Who to call is now “Olga”.');
  await expect(mine.getByLabel('Who to call')).toHaveValue('Ruth');
});
