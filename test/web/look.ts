import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { untilLive } from './support.ts'

/**
 * What is wrong with a page as it stands: labels that are cut off, what axe finds, in the light theme too. It is judged
 * while it hears the hub; on a machine that has no time for it the page greys, as it should, and is looked at again.
 */
export async function faultsOf(page: Page, between: () => Promise<void> = async () => {}): Promise<string[]> {
  for (;;) {
    await untilLive(page)
    const faults = await lookOnce(page, between)
    const word = await page.locator('.word').getAttribute('data-word')
    if (faults.length === 0 || word !== 'blind') return faults
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark'
    })
  }
}

async function lookOnce(page: Page, between: () => Promise<void>): Promise<string[]> {
  const cut = await cutOff(page)
  // There are no frames: axe need not open a page of its own each time.
  const all = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  await between()
  // The other theme differs in nothing but its colours.
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'light'
  })
  const light = await new AxeBuilder({ page }).setLegacyMode(true).withRules(['color-contrast']).analyze()
  return [
    ...cut.map((label) => `cut off: ${label}`),
    ...all.violations.map(inWords),
    ...light.violations.map((each) => `light: ${inWords(each)}`),
  ]
}

/** Labels that do not fit where they stand. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, .nav span, h1, h2, h3, th, dt, .word, .flow-name, .tag, .state, .severity, .grid-head > span, .panel-head',
      ),
    ]
      .filter((each) => each.offsetParent !== null && each.clientWidth > 1)
      .filter(
        (each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline',
      )
      .map((each) => `${each.tagName} ${each.className}: ${each.textContent}`),
  )
}

function inWords({ id, nodes }: { id: string; nodes: { html: string; failureSummary?: string }[] }): string {
  return `${id}: ${nodes
    .slice(0, 3)
    .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
    .join(' | ')}`
}
