// The first start: a house of its own, because setting up works exactly once.
import { type Running, start } from '../house/open.ts';
import { expect, test as base } from '../house/test.ts';

// Pages close before their house does: an open one would miss its stream.
const test = base.extend<{ house: Running }>({
  house: async ({}, use) => {
    const house = await start();
    await use(house);
    await house.stop();
  },
  stranger: async ({ house, stranger }, use) => {
    expect(house.url).toBeTruthy();
    await use(stranger);
  },
});

test('one person says who they are, and the house is theirs', async ({ house, stranger }) => {
  const page = await stranger();
  await page.goto(`${house.url}/`);
  await expect(page).toHaveURL(`${house.url}/setup`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your books, on your own machine');

  await page.getByLabel('Your name').fill('Ruth Calloway');
  await page.getByLabel('Mail address').fill('ruth@example');
  await page.getByLabel('Password').fill('password1');
  await page.getByRole('button', { name: 'Open Duplex' }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Two things to put right. Nothing you typed is lost.');
  await expect(summary).toContainText('Write a whole mail address, like ruth@example.com.');
  await expect(summary).toContainText('Many people use this password');
  await expect(page.getByLabel('Your name')).toHaveValue('Ruth Calloway');
  await expect(page.getByLabel('Mail address')).toHaveValue('ruth@example');
  // A password is never sent back.
  await expect(page.getByLabel('Password')).toHaveValue('');

  await page.getByLabel('Mail address').fill('Ruth@Example.com');
  await page.getByLabel('Password').fill('the kettle sings at six');
  await page.getByLabel('Time zone').selectOption('America/Chicago');
  await page.getByRole('radio', { name: 'Start empty' }).check();
  await page.getByRole('button', { name: 'Open Duplex' }).click();
  await expect(page).toHaveURL(`${house.url}/`);
  await expect(page.getByText('Calloway Homes')).toBeVisible();

  // From now on there is somebody, and strangers sign in.
  const other = await stranger();
  await other.goto(`${house.url}/setup`);
  await expect(other).toHaveURL(`${house.url}/sign-in`);
});

test('somebody looks around in the demo, and removes it with one form', async ({ house, stranger }) => {
  const page = await stranger();
  await page.goto(`${house.url}/setup`);
  await page.getByLabel('Your name').fill('Ruth Calloway');
  await page.getByLabel('Mail address').fill('ruth@example.com');
  await page.getByLabel('Password').fill('the kettle sings at six');
  await page.getByRole('radio', { name: 'Look around' }).check();
  await page.getByRole('button', { name: 'Open Duplex' }).click();
  await expect(page.getByText('You are looking around a demo portfolio.')).toBeVisible();
  await page.goto(`${house.url}/properties`);
  await expect(page.getByText(/^3 properties with 6 homes/)).toBeVisible();

  await page.getByRole('link', { name: 'Remove it and start empty' }).click();
  await page.getByRole('button', { name: 'Remove the demo' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Write “Calloway Homes” to go on').fill('Calloway Homes');
  await page.getByRole('button', { name: 'Remove the demo' }).click();
  await page.goto(`${house.url}/`);
  await expect(page.getByText('You are looking around a demo portfolio.')).toHaveCount(0);
});
