// What somebody does by a form or a button. Each deed keeps the id of its request until somebody
// answered it: what was lost on the way is done once.
import { reactive } from 'vue'

import { newRequestId, requestIdAfter } from '../api/request-id'

export interface Deed {
  busy: boolean
  trouble: unknown
  // Says whether it was done. `what` tells the deeds of a page apart, by all that is sent.
  run(what: unknown, send: (requestId: string) => Promise<unknown>): Promise<boolean>
}

export function useDeed(): Deed {
  const ids = new Map<string, string>()
  const deed: Deed = reactive({
    busy: false,
    trouble: null as unknown,
    run: async (what: unknown, send: (requestId: string) => Promise<unknown>) => {
      const key = JSON.stringify(what)
      const requestId = ids.get(key) ?? newRequestId()
      ids.set(key, requestId)
      deed.busy = true
      deed.trouble = null
      try {
        await send(requestId)
        ids.delete(key)
      } catch (refused) {
        deed.trouble = refused
        ids.set(key, requestIdAfter(refused, requestId))
      }
      deed.busy = false
      return deed.trouble === null
    },
  })
  return deed
}
