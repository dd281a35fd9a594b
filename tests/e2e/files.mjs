// Somebody uploads a photo of several chunks with a Chinese name, finds it in the list and gets the
// same bytes back under the same name. The network goes away in the middle.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'

import { fitsThePhone, signIn, tell } from './browser.mjs'

// Too large for one chunk; the beginning of a PNG, because the type is told by the content.
const kName = '青石村 鱼塘照片.png'
const photo = Buffer.alloc(2_500_000)
for (let i = 0; i < photo.length; i++) photo[i] = (i * 31 + (i >> 8)) & 0xff
Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(photo)

await tell(async ({ page, context, given }) => {
  await signIn(page, given.handle, given.password)
  await page.getByRole('link', { name: '文件' }).click()
  await page.getByText('您还没有上传文件').waitFor()

  let chunks = 0
  await context.route('**/content?*', async (route) => {
    chunks += 1
    await (chunks === 2 ? route.abort() : route.continue())
  })
  const chosen = { name: kName, mimeType: 'image/png', buffer: photo }
  await page.locator('input[type=file]').setInputFiles(chosen)
  await page.getByText('网络连不上').waitFor()
  await page.getByRole('button', { name: '继续上传' }).click()
  await page.getByRole('status').filter({ hasText: `${kName} 已上传` }).waitFor()
  assert.ok(chunks >= 4, `${chunks} chunks were sent`)
  await fitsThePhone(page)
  if (given.pictures) await page.screenshot({ path: `${given.pictures}/files.png` })

  const arriving = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载' }).click()
  const download = await arriving
  assert.equal(download.suggestedFilename(), kName)
  assert.ok(photo.equals(await readFile(await download.path())), 'the same bytes')
})
