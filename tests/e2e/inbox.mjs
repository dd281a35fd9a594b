// A message arrives while its reader looks at another page: the count appears by itself, and the
// message is read. `given.signal` is a file that says to the test when to send.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'

import { fitsThePhone, signIn, tell } from './browser.mjs'

await tell(async ({ page, given }) => {
  await signIn(page, given.handle, given.password)
  await page.getByRole('heading', { name: `您好，${given.name}` }).waitFor()
  assert.equal(await page.locator('.count').count(), 0, 'nothing is unread yet')
  await writeFile(given.signal, 'send')

  await page.locator('.count', { hasText: '1' }).waitFor()
  await page.getByRole('link', { name: '消息', exact: false }).first().click()
  await page.locator('li.unread').waitFor()
  await fitsThePhone(page)
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/inbox.png` })
  await page.getByRole('button', { name: '全部标为已读' }).click()
  await page.locator('li:not(.unread) h2').waitFor()
  await page.waitForFunction(() => document.querySelector('.count') === null)
})
