import { expect, test } from '../house/test.ts';
import { account, bring } from '../house/world.ts';

const YEAR = new Date().getFullYear() - 1;

/** Three lines that wait, in an account of their own. */
function pile(mark: string): string {
  return [
    'Date,Description,Amount',
    `${YEAR}-06-14,HOME DEPOT 4417 COLUMBUS OH,-100.00`,
    `${YEAR}-06-15,QUIGLEY ${mark} SUPPLY,-60.00`,
    `${YEAR}-06-16,QUIGLEY ${mark} SUPPLY,-40.00`,
    `${YEAR}-06-17,ODDMENT ${mark} LLC,25.00`,
  ].join('\n');
}

test('lines are accepted, split over two properties, set aside and taken back', async ({ as, home }) => {
  const mark = `Q${Date.now()}`;
  const bank = await account(home.owner, `Review ${mark}`);
  await bring(home.owner, bank, `${mark}.csv`, pile(mark));
  const page = await as(home.owner);
  await page.goto(`/review?account=${bank}`);
  await expect(page.getByText(/wait/).first()).toBeVisible();

  // Split: what is not placed yet is said, and nothing chosen is lost.
  await page.getByRole('link', { name: /HOME DEPOT|Home Depot/ }).first().click();
  await page.getByLabel('Category').first().selectOption({ value: 'repairs' });
  await page.getByLabel('Property').first().selectOption({ label: 'Alder Street' });
  await page.getByLabel('Amount').first().fill('70.00');
  await page.getByRole('button', { name: 'Split again' }).click();
  await page.getByLabel('Category').nth(1).selectOption({ value: 'supplies' });
  await page.getByLabel('Property').nth(1).selectOption({ label: 'Birch Road' });
  await page.getByLabel('Amount').nth(1).fill('20.00');
  await page.getByRole('button', { name: 'Accept and next' }).last().click();
  await expect(page.getByRole('alert')).toContainText('$10.00 of $100.00 is not placed yet.');
  await expect(page.getByLabel('Property').nth(1)).toHaveValue(home.birch);
  await page.getByLabel('Amount').nth(1).fill('30.00');
  await page.getByRole('button', { name: 'Accept and next' }).last().click();
  await expect(page.locator('.toast')).toContainText(/Home Depot/i);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.goto(`/transactions?account=${bank}`);
  await page.getByRole('link', { name: /Home Depot/i }).first().click();
  await expect(page.getByRole('link', { name: 'Review it' })).toBeVisible();

  await page.goto(`/review?account=${bank}`);
  await page.getByRole('link', { name: /ODDMENT|Oddment/ }).first().click();
  await page.getByRole('button', { name: 'Set aside' }).click();
  await expect(page.locator('.toast')).toContainText('was set aside. It is not in the books.');
});

test('two people decide about one line: the first decision stands, and the second is told', async ({ as, home }) => {
  const mark = `R${Date.now()}`;
  const bank = await account(home.owner, `Race ${mark}`);
  await bring(home.owner, bank, `${mark}.csv`, pile(mark));
  const [mine, theirs] = [await as(home.owner), await as(home.bookkeeper)];
  for (const page of [mine, theirs]) {
    await page.goto(`/review?account=${bank}`);
    await page.getByRole('link', { name: /ODDMENT|Oddment/ }).first().click();
    await page.getByLabel('Category').first().selectOption({ value: 'other-income' });
  }
  await theirs.getByRole('button', { name: 'Accept and next' }).last().click();
  await expect(theirs.getByRole('status').first()).toBeVisible();
  await mine.getByRole('button', { name: 'Accept and next' }).last().click();
  await expect(mine.getByText(/Somebody (else )?(has )?decided about this line/).first()).toBeVisible();
});

test('the desk answers the keyboard', async ({ as, home, scripted }) => {
  test.skip(!scripted, 'keys are pressed by a script');
  const mark = `K${Date.now()}`;
  const bank = await account(home.owner, `Keys ${mark}`);
  await bring(home.owner, bank, `${mark}.csv`, pile(mark));
  const page = await as(home.owner);
  await page.goto(`/review?account=${bank}`);
  await expect(page.locator('leptos-island, [data-hk]').first()).toBeAttached();
  const before = page.url();
  await expect(async () => {
    await page.keyboard.press('j');
    expect(page.url()).not.toBe(before);
  }).toPass();
  await page.waitForLoadState('load');
  await expect(async () => {
    await page.keyboard.press('x');
    await expect(page.locator('.toast')).toContainText('was set aside', { timeout: 500 });
  }).toPass();
});

test('what may be the same money has a tab of its own, and so has an account', async ({ as, home }) => {
  const mark = `T${Date.now()}`;
  const [bank, other] = [await account(home.owner, `Twins ${mark}`), await account(home.owner, `Other ${mark}`)];
  const first = ['Date,Description,Amount', `${YEAR}-07-10,HARROW ${mark} GLASS,-37.50`].join('\n');
  const second = ['Date,Description,Amount', `${YEAR}-07-12,HARROW ${mark} GLASS,-37.50`].join('\n');
  await bring(home.owner, bank, `${mark}-1.csv`, first);
  await bring(home.owner, bank, `${mark}-2.csv`, second);
  await bring(home.owner, other, `${mark}-3.csv`, pile(mark));
  const page = await as(home.owner);
  await page.goto('/review');
  const of = page.getByRole('search', { name: 'Lines of one account' });
  await of.getByLabel('Account').selectOption({ label: `Twins ${mark}, 2 lines` });
  await of.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`2 lines wait on Twins ${mark}`);
  await expect(page.locator('.slip')).toHaveCount(2);

  // The tab counts, keeps the account, and shows the two lines beside each other.
  await page.getByRole('link', { name: /^Same money\? 1$/ }).click();
  await expect(page.locator('.slip')).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'Same money?' })).toBeVisible();
  await expect(of.getByLabel('Account')).toHaveValue(bank);
  await page.getByRole('button', { name: 'Same money, keep one' }).click();
  await expect(page.locator('.toast')).toContainText('One of the two counts now.');
  await page.goto(`/review?account=${bank}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`1 line waits on Twins ${mark}`);
  await expect(page.getByRole('link', { name: /Same money/ })).toHaveCount(0);

  // Going on stays with the account, until nothing of it is left.
  await page.getByRole('button', { name: 'Set aside' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Nothing waits on Twins ${mark}`);
  await page.getByRole('link', { name: 'Show all accounts' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/lines wait for you$/);
});

test('certain lines of one account are accepted at once, and taken back', async ({ as, home }) => {
  const mark = `C${Date.now()}`;
  const bank = await account(home.owner, `Certain ${mark}`);
  const rent = ['Date,Description,Amount', `${YEAR}-08-01,RENT PAYMENT ${mark},910.00`, `${YEAR}-08-20,ODDMENT ${mark},-9.00`];
  await bring(home.owner, bank, `${mark}.csv`, rent.join('\n'));
  const page = await as(home.owner);
  await page.goto(`/review?account=${bank}`);
  await page.getByRole('button', { name: 'Accept 1 certain' }).click();
  await expect(page.locator('.toast')).toContainText('1 certain line was booked.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`1 line waits on Certain ${mark}`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.goto(`/review?account=${bank}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`2 lines wait on Certain ${mark}`);
});
