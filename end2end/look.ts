// Takes three pictures of every page into shots/: at a desk, at a desk in the dark, and on a phone.
import path from 'node:path';
import { test } from './house/test.ts';
import { address, PAGES } from './pages.ts';

const SHOTS = [
  { name: 'desk', width: 1280, height: 900, colorScheme: 'light' },
  { name: 'dark', width: 1280, height: 900, colorScheme: 'dark' },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
] as const;

for (const one of PAGES) {
  const name = one.route.replaceAll(/[{}]/g, '').replaceAll('/', '-').replace(/^-$/, '-today').slice(1);
  test(name, async ({ as, stranger, home }) => {
    const who = one.for[0]!;
    const page = who === 'stranger' ? await stranger() : await as(home[who]);
    await page.goto(address(one, home));
    for (const { name: shot, width, height, colorScheme } of SHOTS) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join('shots', `${name}.${shot}.png`), fullPage: true });
    }
  });
}
