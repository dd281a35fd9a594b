// A browser of our own for a story: Debian's Chromium, a phone's window, and an ear for whatever
// the page complains of.
import assert from 'node:assert/strict'

import { chromium } from 'playwright-core'

const kPhone = { width: 390, height: 780 }

export async function tell(story) {
  const given = JSON.parse(process.argv[2] ?? '{}')
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
  const context = await browser.newContext({
    baseURL: given.base,
    viewport: kPhone,
    locale: 'zh-CN',
    acceptDownloads: true,
  })
  // CI is slow and busy; what is there is found at once all the same.
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  try {
    await story({ page, context, given })
    // The browser itself notes every refused request; those are part of the stories.
    const ours = complaints.filter((text) => !text.startsWith('Failed to load resource'))
    assert.deepEqual(ours, [], 'the page complained')
  } catch (trouble) {
    if (given.pictures) await page.screenshot({ path: `${given.pictures}/trouble.png` })
    console.error(trouble)
    console.error('the page says:', await page.locator('body').innerText().catch(() => ''))
    process.exitCode = 1
  } finally {
    await browser.close()
  }
}

export async function signIn(page, handle, password) {
  await page.goto('/')
  await page.waitForURL('**/sign-in')
  await page.locator('[name=handle]').fill(handle)
  await page.locator('[name=password]').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

// Nobody must scroll sideways on a phone.
export async function fitsThePhone(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= kPhone.width, `the page is ${wide} wide`)
}
