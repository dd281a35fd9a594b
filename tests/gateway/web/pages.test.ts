import { expect, test } from 'vitest'

import { usePages } from '@/app/pages'

const tick = () => new Promise((done) => setTimeout(done))

test('pages come one after the other, and again from the first', async () => {
  const pages = usePages(async (token) =>
    token === '' ? { items: [1, 2], nextPageToken: 'b' } : { items: [3], nextPageToken: '' },
  )
  await pages.load()
  expect([pages.items, pages.nextPageToken, pages.loaded]).toEqual([[1, 2], 'b', true])
  await pages.more()
  expect([pages.items, pages.nextPageToken]).toEqual([[1, 2, 3], ''])
  await pages.load()
  expect(pages.items).toEqual([1, 2])
})

test('a late answer to an old question is not shown', async () => {
  const answers: ((items: number[]) => void)[] = []
  const pages = usePages(
    () =>
      new Promise<{ items: number[]; nextPageToken: string }>((done) => {
        answers.push((items) => done({ items, nextPageToken: '' }))
      }),
  )
  void pages.load()
  void pages.load()
  answers[1]?.([2])
  answers[0]?.([1])
  await tick()
  expect(pages.items).toEqual([2])
})

test('what was refused is told over the list as it is then', async () => {
  let asked = 0
  const pages = usePages(async () => ({ items: [++asked], nextPageToken: '' }))
  await pages.load()
  const refused = await pages.act(async () => {
    throw new Error('no')
  })
  expect([refused, pages.items, pages.busy]).toEqual([false, [2], false])
  expect(pages.trouble).toBeInstanceOf(Error)
  expect(await pages.act(async () => {})).toBe(true)
  expect(pages.trouble).toBeNull()
})
