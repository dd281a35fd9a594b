// The village clerk writes a voucher from a usual entry, the township approves it, and the books
// say so.
import assert from 'node:assert/strict'

import { fitsThePhone, signIn, tell } from './browser.mjs'

async function openVouchers(page, village) {
  await page.getByRole('link', { name: '账套', exact: true }).click()
  await page.getByRole('link', { name: village }).click()
  await page.getByRole('link', { name: '凭证', exact: true }).click()
}

await tell(async ({ page, given }) => {
  await signIn(page, given.clerk, given.password)
  await openVouchers(page, given.village)
  await page.getByRole('link', { name: '新凭证' }).click()
  await page.locator('[name=date]').fill(given.day)
  await page.locator('[name=template]').selectOption({ label: '收到补助' })
  await page.locator('[name=amount]').fill('12,345.60')
  await page.getByRole('button', { name: '填入分录' }).click()
  await page.getByText('借方合计 12,345.60').waitFor()
  await page.locator('[name=summary]').fill('收到演示补助')
  await page.locator('[name=amount0]').fill('12345.61')
  await page.getByText('借贷还不相等').waitFor()
  assert.ok(await page.getByRole('button', { name: '提交审核' }).isDisabled())
  await page.locator('[name=amount0]').fill('12345.6')
  await fitsThePhone(page)
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/voucher.png`, fullPage: true })
  await page.getByRole('button', { name: '提交审核' }).click()
  const mine = page.getByRole('listitem').filter({ hasText: '收到演示补助' })
  await mine.getByText('等待另一人审核').waitFor()
  assert.equal(await mine.getByRole('button', { name: '审核通过并记账' }).count(), 0)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL('**/sign-in')

  await signIn(page, given.approver, given.password)
  await page.locator('[name=code]').fill(given.code)
  await page.getByRole('button', { name: '登录' }).click()
  await openVouchers(page, given.village)
  const waiting = page.getByRole('listitem').filter({ hasText: '收到演示补助' })
  await waiting.getByRole('button', { name: '审核通过并记账' }).click()
  await waiting.waitFor({ state: 'detached' })
  await page.locator('[name=state]').selectOption('STATE_POSTED')
  await page.getByRole('link', { name: '返回账套' }).click()
  await page.getByRole('row').filter({ hasText: '102 银行存款' }).waitFor()
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: '资产负债表（PDF）' }).click()
  assert.match((await saved).suggestedFilename(), /资产负债表.*\.pdf$/)
  await fitsThePhone(page)
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/books.png`, fullPage: true })
})
