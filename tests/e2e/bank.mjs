// The township enters a village's account at a bank, brings the bank's statement, says what its
// booking is, and somebody else approves it: the books and the bank say the same.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

import { fitsThePhone, signIn, tell } from './browser.mjs'

const kNumber = '6217000012345678'
const kHolder = '柳湾村股份经济合作社'

async function enter(page, handle, password, code) {
  await signIn(page, handle, password)
  await page.locator('[name=code]').fill(code)
  await page.getByRole('button', { name: '登录' }).click()
}

async function openBooks(page, village) {
  await page.getByRole('link', { name: '账套', exact: true }).click()
  await page.getByRole('link', { name: village }).click()
}

async function openBank(page) {
  await page.getByRole('link', { name: '银行账户', exact: true }).click()
}

// Somebody pays in today; what was there before is what the books say. Returns the statement.
function bankOfToday(given, fen) {
  const state = ['--state', join(given.folder, 'bank')]
  const bank = (...words) => execFileSync(given.bank, [...words, ...state])
  bank('open', '--account', kNumber, '--balance', fen)
  bank('credit', '--account', kNumber, '--amount', '123456', '--payer', '张三')
  bank('day', '--date', given.day, '--out', given.folder)
  return join(given.folder, `statement-${kNumber}-${given.day.replaceAll('-', '')}.xml`)
}

await tell(async ({ page, given }) => {
  const picture = async (name) => {
    await fitsThePhone(page)
    if (!given.pictures) return
    await page.screenshot({ path: `${given.pictures}/${name}.png`, fullPage: true })
  }
  await enter(page, given.agent, given.password, given.agentCode)
  await openBooks(page, given.village)
  const row = page.getByRole('row').filter({ hasText: '102 银行存款' })
  const balance = row.getByRole('cell').first()
  const statement = bankOfToday(given, (await balance.innerText()).replace(/[^\d]/g, ''))
  await openBank(page)
  await page.getByRole('button', { name: '登记银行账户' }).click()
  await page.locator('[name=displayName]').fill(kHolder)
  await page.locator('[name=number]').fill(kNumber)
  await page.locator('[name=bankName]').fill('演示银行')
  await page.locator('[name=bankCode]').fill('105345678901')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('link', { name: kHolder }).click()
  await page.getByRole('link', { name: '银行文件' }).click()
  await page.locator('[name=file]').setInputFiles(statement)
  await page.getByRole('button', { name: '上传并导入' }).click()
  const taken = page.getByRole('status').filter({ hasText: '.xml 已导入' })
  await taken.waitFor()
  await picture('bank-files')
  await taken.getByRole('link', { name: '银行流水' }).click()
  await page.getByRole('heading', { name: '+¥1,234.56 · 张三' }).waitFor()
  await page.getByRole('button', { name: '这笔是什么' }).click()
  await page.locator('[name=template]').selectOption({ label: '收到补助' })
  await picture('bank-entries')
  await page.getByRole('button', { name: '提交审核' }).click()
  await page.getByText('待另一人审核').waitFor()
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL('**/sign-in')

  await enter(page, given.approver, given.password, given.code)
  await openBooks(page, given.village)
  await page.getByRole('link', { name: '凭证', exact: true }).click()
  const waiting = page.getByRole('listitem').filter({ hasText: '1,234.56' })
  await waiting.getByRole('button', { name: '审核通过并记账' }).click()
  await waiting.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: '返回账套' }).click()
  await openBank(page)
  await page.getByRole('link', { name: kHolder }).click()
  await page.getByRole('link', { name: '余额调节表' }).click()
  await page.getByRole('status').filter({ hasText: '差额是零' }).waitFor()
  await picture('bank-difference')
})
