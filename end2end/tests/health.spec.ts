import { expect, test } from '@playwright/test';

test('the program is alive and fit to serve', async ({ request }) => {
  expect(await (await request.get('/healthz')).text()).toBe('ok\n');
  const ready = await request.get('/readyz');
  expect(ready.status()).toBe(200);
  expect(await ready.json()).toEqual({ database: true, schema: 'current' });
});

test('every answer tells the browser what to hold back', async ({ request }) => {
  for (const path of ['/', '/sign-in', '/nowhere', '/healthz', '/icons.svg']) {
    const headers = (await request.get(path, { maxRedirects: 0 })).headers();
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['referrer-policy'], path).toBe('same-origin');
    expect(headers['content-security-policy'], path).toContain("default-src 'self'");
    expect(headers['content-security-policy'], path).not.toContain('unsafe-inline');
  }
});

test('a page that is not there says so in words', async ({ page }) => {
  const answer = await page.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing here');
  await expect(page.getByRole('link', { name: 'Go to the start page' })).toBeVisible();
});

test('a program that asks gets problem+json instead', async ({ request }) => {
  const answer = await request.get('/nowhere', { headers: { accept: 'application/json' } });
  expect(answer.status()).toBe(404);
  expect(answer.headers()['content-type']).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ status: 404, title: 'Nothing here' });
});

test('a form from another site is refused', async ({ request }) => {
  const elsewhere: Record<string, string>[] = [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }];
  for (const headers of elsewhere) {
    const answer = await request.post('/properties/new', { headers, form: { street: '1 Elm Street' } });
    expect(answer.status()).toBe(403);
  }
});
