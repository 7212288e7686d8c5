import { expect, test } from '../house/test.ts';
import { lease, property, tenant, unit } from '../house/world.ts';

const YEAR = new Date().getFullYear();

test('property, home, tenant and lease, one after the other', async ({ as, home }) => {
  const page = await as(home.owner);
  const id = await property(home.owner, '18 Fir Place', `Fir Place ${Date.now()}`);
  await page.goto(`/properties/${id}`);
  await page.getByRole('link', { name: 'Add home' }).first().click();
  await page.getByLabel('Name').fill('Garden flat');
  await page.getByRole('button', { name: 'Add home' }).click();
  await page.getByRole('link', { name: 'Garden flat' }).click();
  await page.getByRole('link', { name: 'Add lease' }).first().click();

  // Terms: a slip is told beside its field, and what is right stays.
  await page.getByLabel('First day').fill(`${YEAR}-02-01`);
  await page.getByLabel('Last day').fill(`${YEAR}-01-01`);
  await page.getByLabel('Rent a month').fill('1,275.50');
  await page.getByLabel('Deposit').fill('1,000');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('alert')).toContainText('The last day lies before the first.');
  await expect(page.getByLabel('Rent a month')).toHaveValue('1,275.50');
  await page.getByLabel('Last day').fill(`${YEAR + 1}-01-31`);
  await page.getByRole('button', { name: 'Go on' }).click();

  await page.getByLabel('Name').first().fill('Fay Fields');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Is this what is agreed?');
  await expect(page.getByText('Fay Fields lives in')).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByLabel('Name').first()).toHaveValue('Fay Fields');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Save the lease' }).click();
  await expect(page).toHaveURL(/\/leases\/[0-9a-f-]{36}$/);
  await expect(page.getByText('$1,275.50').first()).toBeVisible();
  await page.goto('/tenants');
  await expect(page.getByRole('link', { name: 'Fay Fields' })).toBeVisible();
});

test('a second lease over the first is refused with words, and nothing typed is lost', async ({ as, home }) => {
  const page = await as(home.owner);
  await page.goto(`/leases/new?unit=${home.house}`);
  await page.getByLabel('First day').fill(`${YEAR}-03-01`);
  await page.getByLabel('Rent a month').fill('999');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('alert')).toContainText('is let to Ned Neighbor from');
  await expect(page.getByRole('alert')).toContainText('A home has one lease at a time.');
  await expect(page.getByLabel('First day')).toHaveValue(`${YEAR}-03-01`);
  await expect(page.getByLabel('Rent a month')).toHaveValue('999');
  await page.getByRole('link', { name: 'Open it' }).click();
  await expect(page).toHaveURL(`/leases/${home.birchLease}`);
});

test('two people end one lease: the second sees what the first did', async ({ as, home }) => {
  const inside = await property(home.owner, '2 Gum Street', `Gum Street ${Date.now()}`);
  const flat = await unit(home.owner, inside, 'Flat');
  const id = await lease(home.owner, flat, await tenant(home.owner, 'Gina Gum'), { starts_on: `${YEAR}-01-01` });
  const [mine, theirs] = [await as(home.owner), await as(home.owner)];
  await mine.goto(`/leases/${id}/end`);
  await theirs.goto(`/leases/${id}/end`);
  await theirs.getByLabel('Last day').fill(`${YEAR + 1}-03-31`);
  await theirs.getByRole('button', { name: 'Save last day' }).click();
  await expect(theirs.getByText(`The last day is 31 March ${YEAR + 1}.`)).toBeVisible();

  await mine.getByLabel('Last day').fill(`${YEAR + 1}-06-30`);
  await mine.getByRole('button', { name: 'Save last day' }).click();
  await expect(mine.getByRole('alert')).toContainText('Somebody else changed this lease');
  await expect(mine.getByLabel('Last day')).toHaveValue(`${YEAR + 1}-06-30`);

  await theirs.getByRole('button', { name: 'Undo' }).click();
  await expect(theirs.getByText('The last day is what it was.')).toBeVisible();
});
