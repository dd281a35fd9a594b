// Somebody follows the QR of a certificate of units, and then mistypes its code.
import { fitsThePhone, tell } from './browser.mjs'

await tell(async ({ page, given }) => {
  await page.goto(`/verify/units?county=1&number=${given.number}&code=${given.code}`)
  await page.getByRole('status').filter({ hasText: '这张股权证是真的，与登记簿现在的内容一致' }).waitFor()
  await page.getByText(given.number).first().waitFor()
  await page.getByText('成员股').waitFor()
  await fitsThePhone(page)
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/verify.png`, fullPage: true })

  await page.locator('[name=code]').fill('0123456789abcdef')
  await page.getByRole('button', { name: '核验' }).click()
  await page.getByRole('alert').filter({ hasText: '没有这样的股权证' }).waitFor()
})
