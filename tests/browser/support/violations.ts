import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * The rules of accessibility that a page breaks, once nothing on it moves: half-way from one scheme to the other no contrast is
 * that of the design.
 *
 * @param narrow chooses rules, or a part of the page; all of both if not given
 */
export async function violationsOf(page: Page, narrow = (axe: AxeBuilder) => axe) {
  await page.evaluate(
    'Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {})))',
  )
  const { violations } = await narrow(new AxeBuilder({ page })).analyze()
  return violations
}
