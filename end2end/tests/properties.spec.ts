import { expect, test } from '../house/test.ts';
import { property } from '../house/world.ts';

test('a property is added, with everything typed kept while something is wrong', async ({ as, home }) => {
  const page = await as(home.owner);
  await page.goto('/properties');
  await page.getByRole('link', { name: 'Add property' }).click();
  await page.getByLabel('Street').fill('31 Cedar Court');
  await page.getByLabel('City').fill('Dayton');
  await page.getByLabel('State').fill('OH');
  await page.getByLabel('ZIP code').fill('45402');
  await page.getByLabel('Type of property').selectOption('1');
  await page.getByLabel('Cost with land').fill('12 fourteen');
  await page.getByRole('button', { name: 'Add property' }).click();

  // Refused: the summary names the field, leads to it, and nothing is lost.
  const summary = page.getByRole('alert');
  await expect(summary.or(page.locator('.summary')).first()).toBeVisible();
  await expect(page.getByLabel('Street')).toHaveValue('31 Cedar Court');
  await expect(page.getByLabel('Cost with land')).toHaveValue('12 fourteen');
  await expect(page.getByLabel('Cost with land')).toHaveAttribute('aria-invalid', 'true');

  await page.getByLabel('Cost with land').fill('120,000');
  await page.getByRole('button', { name: 'Add property' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('31 Cedar Court');
  await expect(page.getByText('31 Cedar Court was added.')).toBeVisible();
  await expect(page.getByText('$120,000.00')).toBeVisible();
});

test('two people change one property: the second sees both versions', async ({ as, home }) => {
  const id = await property(home.owner, '5 Dogwood Lane', 'Dogwood');
  const [mine, theirs] = [await as(home.owner), await as(home.owner)];
  await mine.goto(`/properties/${id}/edit`);
  await theirs.goto(`/properties/${id}/edit`);
  await theirs.getByLabel('Name').fill('Dogwood House');
  await theirs.getByRole('button', { name: 'Save changes' }).click();
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Dogwood House');

  await mine.getByLabel('Name').fill('Dogwood Cottage');
  await mine.getByRole('button', { name: 'Save changes' }).click();
  await expect(mine.getByText('Somebody else changed this while you were writing.').first()).toBeVisible();
  await expect(mine.getByText('Name is now “Dogwood House”.').first()).toBeVisible();
  await expect(mine.getByLabel('Name')).toHaveValue('Dogwood Cottage');

  await mine.getByRole('button', { name: 'Save changes' }).click();
  await expect(mine.getByRole('heading', { level: 1 })).toHaveText('Dogwood Cottage');
});

test('a property is put away and brought back with one press', async ({ as, home }) => {
  const id = await property(home.owner, '9 Elm Row', 'Elm Row');
  const page = await as(home.owner);
  await page.goto(`/properties/${id}`);
  await page.getByRole('button', { name: 'Put away' }).click();
  await expect(page).toHaveURL('/properties');
  await expect(page.getByText('The property was put away. Its books stay.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Elm Row' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The property is back.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Elm Row');
});
