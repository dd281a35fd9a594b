// A household takes its letter, follows the QR, mistypes the PIN, opens its account and signs in.
import { fitsThePhone, tell } from './browser.mjs'

const kPin = '295071'

await tell(async ({ page, given }) => {
  await page.goto(`/activate?letter=${given.letter}`)
  await page.locator('[name=code]').fill(given.code)
  await page.locator('[name=pin]').fill(kPin)
  await page.locator('[name=again]').fill('295072')
  await page.getByRole('button', { name: '开通' }).click()
  await page.getByRole('alert').filter({ hasText: '两次输入的 PIN 不一样' }).waitFor()
  await fitsThePhone(page)
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/activate.png` })

  await page.locator('[name=again]').fill(kPin)
  await page.getByRole('button', { name: '开通' }).click()
  await page.getByRole('status').filter({ hasText: '已开通' }).waitFor()
  await page.getByRole('link', { name: '登录', exact: true }).click()
  await page.locator('[name=handle]').fill(given.letter)
  await page.locator('[name=password]').fill(kPin)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { name: '您好，演示来户' }).waitFor()
})
