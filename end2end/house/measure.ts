// What is measured on any page: how far it goes sideways, what axe finds, and what is too small for a finger.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** From a small phone to a wall. */
export const WIDTHS = [2560, 1280, 768, 390, 320] as const;

/** How far the page can be pushed sideways, in pixels. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Serious or critical findings of axe, short enough to read. */
export async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} (${node.failureSummary})`));
}

/**
 * Controls and links that stand alone and are lower than a finger needs, by their words. A link inside a sentence is
 * as high as its line.
 */
export const small = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const TARGET_MIN = 44;
    const found: string[] = [];
    const pressed = 'button, select, summary, input:not([type="hidden"]), a.button, nav a';
    for (const element of document.querySelectorAll<HTMLElement>(pressed)) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.closest('[aria-hidden="true"], .sr, .skip')) continue;
      // A label around a control is pressed with it, and a link may be grown over the line it stands on.
      const target = element.closest('label') ?? element;
      const grown = getComputedStyle(element, '::after');
      const over = grown.position === 'absolute' && grown.content !== 'none' ? parseFloat(grown.height) || 0 : 0;
      const own = target.getBoundingClientRect().height;
      const height = Math.round(Math.max(own, over));
      const name = element.textContent?.trim() || element.getAttribute('name');
      if (own > 0 && height < TARGET_MIN) found.push(`${element.tagName.toLowerCase()} "${name}": ${height}px`);
    }
    return found;
  });
