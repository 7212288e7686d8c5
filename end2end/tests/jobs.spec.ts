// Work that pages do not wait for, as its owner sees it: a check gets through by itself, what has failed is tried again or
// discarded, and that is taken back.
import { sql } from '../house/database.ts';
import { landlord } from '../house/portfolio.ts';
import { expect, test } from '../house/test.ts';
import { failedJob } from '../house/world.ts';

const JOBS = '/settings/jobs';

test('an empty list says what it is for, and a check gets through', async ({ as }) => {
  const page = await as(await landlord(`Idle ${Date.now()}`));
  await page.goto(JOBS);
  await expect(page.getByText('Mail, small pictures, tidying up')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Work by the calendar' })).toContainText('Tidying up');
  await page.getByRole('button', { name: 'Check the queue' }).click();
  await expect(page.getByText('A check is on its way.')).toBeVisible();
  await expect(async () => {
    await page.goto(JOBS);
    await expect(page.getByRole('table', { name: 'Work of the last day' })).toContainText('Check of the queue', { timeout: 500 });
  }).toPass();
});

test('what has failed says why; it is discarded, brought back, and tried again', async ({ as, home }) => {
  const owner = await landlord(`Failing ${Date.now()}`);
  const id = await failedJob(owner, 'dana@example.com', 'There is no such mailbox.');
  await failedJob(owner, 'lee@example.com', 'The mail server did not answer.');
  const page = await as(owner);
  await page.goto(JOBS);
  const failed = page.getByRole('table', { name: 'Work that has failed' });
  await expect(page.getByText('Two have failed and need you.')).toBeVisible();
  const dana = failed.getByRole('row', { name: /dana@example.com/ });
  await expect(dana).toContainText('There is no such mailbox.');
  await expect(dana).toContainText('Tried 8 times');
  await dana.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('Mail to dana@example.com is discarded.')).toBeVisible();
  await expect(failed.getByRole('row', { name: /dana@example.com/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Taken back: Discarded: Mail to dana@example.com.')).toBeVisible();

  await page.goto(JOBS);
  await dana.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Mail to dana@example.com is tried again.')).toBeVisible();
  const waiting = page.getByRole('table', { name: 'Work that waits' });
  await expect(waiting.getByRole('row', { name: /dana@example.com/ })).toContainText('When a mail server is set');
  const [row] = await sql<{ tries: number; state: string }>('select tries, state from job where id = $1', id);
  expect(row).toEqual({ tries: 0, state: 'waiting' });
  // Pressed on a page that is older than that.
  const late = await owner.send(`${JOBS}/${id}/discard`);
  expect(late).toBe(JOBS);
  await expect(async () => expect((await home.bookkeeper.try('GET', JOBS)).status).toBe(404)).toPass();
});

test('a long list has pages', async ({ as }) => {
  const owner = await landlord(`Long ${Date.now()}`);
  await sql(
    `insert into job (portfolio_id, id, kind, run_at, created_at)
     select portfolio_id, gen_random_uuid(), 'from_elsewhere', now() + n * interval '1 hour', now()
       from member, generate_series(1, 120) n where email = $1`,
    owner.email,
  );
  const page = await as(owner);
  await page.goto(JOBS);
  await expect(page.getByText('120 wait.')).toBeVisible();
  const rows = page.getByRole('table', { name: 'Work that waits' }).locator('tbody tr');
  await expect(rows).toHaveCount(10);
  await page.getByRole('region', { name: 'Waiting' }).getByRole('link', { name: 'All' }).click();
  await expect(page.getByRole('heading', { name: 'Waiting', level: 1 })).toBeVisible();
  await expect(rows).toHaveCount(50);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(rows).toHaveCount(50);
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(rows).toHaveCount(20);
  await expect(rows.first()).toContainText('From elsewhere');
  await page.getByRole('link', { name: 'First page' }).click();
  await expect(rows).toHaveCount(50);
});

test('an open page hears of what fails', async ({ as, scripted }) => {
  test.skip(!scripted, 'without script the next page load shows it');
  const owner = await landlord(`Live ${Date.now()}`);
  const page = await as(owner);
  await page.goto(JOBS);
  await expect(page.getByText('Nothing waits.')).toBeVisible();
  const id = await failedJob(owner, 'kim@example.com', 'There is no such mailbox.');
  const other = await as(owner);
  await other.goto(JOBS);
  await other.getByRole('button', { name: 'Discard' }).click();
  await expect(other.getByText('is discarded.')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Work of the last day' })).toContainText('kim@example.com');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
});
