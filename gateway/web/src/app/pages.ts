// A list that is read page by page, and what people do to what is in it.
import { reactive } from 'vue'

export interface Page<T> {
  items: T[]
  nextPageToken: string
}

export interface Pages<T> {
  items: T[]
  nextPageToken: string
  loaded: boolean
  busy: boolean
  trouble: unknown
  // From the beginning, or the page after those that are shown.
  load(): Promise<void>
  more(): Promise<void>
  // Does something, shows the list as it is then, and says whether it was done.
  act(deed: () => Promise<unknown>): Promise<boolean>
}

export function usePages<T>(read: (pageToken: string) => Promise<Page<T>>): Pages<T> {
  let asked = 0
  // Only the newest question counts: who changes a filter twice sees the answer of the second.
  async function ask(token: string): Promise<void> {
    const mine = ++asked
    pages.trouble = null
    try {
      const page = await read(token)
      if (mine !== asked) return
      pages.items = token === '' ? page.items : [...pages.items, ...page.items]
      pages.nextPageToken = page.nextPageToken
      pages.loaded = true
    } catch (refused) {
      if (mine === asked) pages.trouble = refused
    }
  }
  const pages: Pages<T> = reactive({
    items: [],
    nextPageToken: '',
    loaded: false,
    busy: false,
    trouble: null,
    load: () => ask(''),
    more: () => ask(pages.nextPageToken),
    act: async (deed: () => Promise<unknown>) => {
      pages.busy = true
      let refused: unknown = null
      try {
        await deed()
      } catch (why) {
        refused = why
      }
      await ask('')
      if (refused !== null) pages.trouble = refused
      pages.busy = false
      return refused === null
    },
  }) as Pages<T>
  return pages
}
