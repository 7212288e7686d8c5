// From a tenant's click to the landlord's screen: a Chromium with one repair open as the landlord, to which the tenant writes
// again and again. Prints how many milliseconds each took, as one JSON array.
//   node live.mjs http://ADDRESS LANDLORD-COOKIE TENANT-COOKIE REPAIR HOW-OFTEN
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const [url, landlord, tenant, repair, times] = process.argv.slice(2);
const { chromium } = createRequire(new URL('../../end2end/package.json', import.meta.url))('@playwright/test');
/** The same clock here and in the page. */
const now = () => performance.timeOrigin + performance.now();

const browser = await chromium.launch({ executablePath: process.env.DUPLEX_TEST_CHROMIUM, args: ['--no-sandbox'] });
const context = await browser.newContext();
await context.addCookies([{ name: 'duplex', value: landlord, url }]);
const page = await context.newPage();
const stream = page.waitForResponse((answer) => answer.url().includes('/live?') && answer.status() === 200);
await page.goto(`${url}/maintenance/${repair}`);
await stream;
await page.evaluate(() => {
  window.shown = {};
  new MutationObserver(() => {
    for (const [word] of document.getElementById('thread').textContent.matchAll(/no-[0-9a-f-]{36}/g)) {
      window.shown[word] ??= performance.timeOrigin + performance.now();
    }
  }).observe(document.getElementById('thread'), { childList: true, characterData: true, subtree: true });
});
const took = [];
for (let n = 0; n < Number(times); n += 1) {
  const word = `no-${randomUUID()}`;
  const click = now();
  const answer = await fetch(`${url}/portal/repairs/${repair}/say`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `duplex=${tenant}`, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ id: randomUUID(), say: word, do: 'send' }),
  });
  if (answer.status !== 303) throw new Error(`the tenant was answered ${answer.status}`);
  const shown = await page.waitForFunction((what) => window.shown[what], word, { polling: 20, timeout: 10_000 });
  if (n >= 10) took.push((await shown.jsonValue()) - click);
  await new Promise((done) => setTimeout(done, 150));
}
console.log(JSON.stringify(took));
await browser.close();
