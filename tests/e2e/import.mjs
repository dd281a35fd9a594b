// The village clerk brings a table with a mistake, puts it right, and the township confirms it.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { fitsThePhone, signIn, tell } from './browser.mjs'

const kHead = '集体,资产名称,资产类别,权利类型,数量,计量单位\n'

async function bring(page, file) {
  await page.locator('[name=kind]').selectOption('assets')
  await page.locator('[name=file]').setInputFiles(file)
  await page.locator('[name=day]').fill('2026-01-01')
  await page.locator('[name=ground]').fill('清产核资')
  await page.getByRole('button', { name: '上传并检查' }).click()
  await page.getByRole('link', { name: '清产核资' }).first().waitFor()
}

await tell(async ({ page, given }) => {
  const bad = join(given.folder, 'bad.csv')
  const good = join(given.folder, 'good.csv')
  writeFileSync(bad, `${kHead}${given.village},演示新塘,资源性,四荒,三,亩\n`)
  writeFileSync(good, `${kHead}${given.village},演示新塘,资源性,四荒,3,亩\n`)
  await signIn(page, given.clerk, given.password)
  await page.getByRole('link', { name: '表格导入' }).click()
  await bring(page, bad)
  await page.getByRole('link', { name: '清产核资' }).first().click()
  await page.getByRole('status').filter({ hasText: '没有导入：有错' }).waitFor()
  await page.getByText('第 2 行 「数量」 格式不对').waitFor()
  await fitsThePhone(page)
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/import.png`, fullPage: true })

  await page.goBack()
  await bring(page, good)
  await page.getByText('已检查，等待另一人确认').waitFor()
  await page.getByRole('listitem').filter({ hasText: '等待另一人确认' }).getByRole('link').click()
  await page.getByRole('button', { name: '撤回' }).waitFor()
  assert.equal(await page.getByRole('button', { name: '确认登记' }).count(), 0)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL('**/sign-in')

  await signIn(page, given.approver, given.password)
  await page.locator('[name=code]').fill(given.code)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('link', { name: '表格导入' }).click()
  await page.getByRole('listitem').filter({ hasText: '等待另一人确认' }).getByRole('link').click()
  await page.getByRole('button', { name: '确认登记' }).click()
  await page.getByRole('status').filter({ hasText: '已登记' }).waitFor()
  await page.goto('/registry/assets')
  await page.locator('[name=text]').fill('演示新塘')
  await page.getByRole('button', { name: '查找' }).click()
  const pond = page.getByRole('listitem').filter({ hasText: '演示新塘' })
  await pond.getByText('3 亩 · 闲置').waitFor()
  await fitsThePhone(page)
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/assets.png`, fullPage: true })
})
