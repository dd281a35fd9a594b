// Somebody mistypes the password, reads why it failed, signs in, looks round, and signs out.
import assert from 'node:assert/strict'

import { fitsThePhone, signIn, tell } from './browser.mjs'

await tell(async ({ page, context, given }) => {
  await signIn(page, given.handle, 'not the password')
  await page.getByRole('alert').filter({ hasText: '用户名或密码不对' }).waitFor()
  await fitsThePhone(page)
  assert.equal(await page.locator('[name=handle]').inputValue(), given.handle, 'nothing is lost')

  await page.locator('[name=password]').fill(given.password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { name: `您好，${given.name}` }).waitFor()
  await fitsThePhone(page)

  const cookies = await context.cookies()
  const session = cookies.find((cookie) => cookie.name === '__Host-qianmo-session')
  assert.ok(session, 'the session is in its cookie')
  assert.ok(session.httpOnly && session.secure && session.sameSite === 'Strict', 'a safe cookie')
  const seen = await page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage }))
  assert.ok(!seen.includes('qs1.'), 'no script sees the session')

  await page.reload()
  await page.getByRole('heading', { name: `您好，${given.name}` }).waitFor()
  await page.getByRole('link', { name: '登录设备' }).click()
  await page.getByText('本次登录').waitFor()
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/sessions.png` })

  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Signed-in devices' }).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  const left = (await context.cookies()).map((cookie) => cookie.name)
  assert.ok(!left.includes('__Host-qianmo-session'), 'the cookie went with the session')
  await page.goto('/me/files')
  await page.waitForURL('**/sign-in?next=/me/files')
})
