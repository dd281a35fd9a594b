// The caller's messages.
import { get, post } from '../../api/client'
import { newRequestId } from '../../api/request-id'
import { watch } from '../../api/watch'

export interface Message {
  name: string
  title: string
  text: string
  link: string
  createTime: string
  read: boolean
  unreadable: boolean
}

export interface InboxState {
  version: string
  unreadCount: number
  newestMessages: Message[]
}

interface Page {
  messages: Message[]
  nextPageToken: string
}

// As it is on the wire: 64-bit numbers are texts there.
type Wire<T> = Omit<T, 'unreadCount'> & { unreadCount: string }

export function watchInbox(
  account: string,
  show: (state: InboxState) => void,
  over?: () => void,
): () => void {
  const path = `/v1/${account}/inbox`
  return watch<Wire<InboxState>>(
    `${path}:watch`,
    path,
    {},
    (state) => show({ ...state, unreadCount: Number(state.unreadCount) }),
    over,
  )
}

export function listInbox(
  account: string,
  given: { unreadOnly: boolean; pageToken: string; languageCode: string },
): Promise<Page> {
  return get<Page>(`/v1/${account}/inbox/messages`, given)
}

export async function markRead(account: string, names: string[]): Promise<void> {
  await post(`/v1/${account}/inbox:markRead`, { requestId: newRequestId(), names })
}

// Everything until the newest one on the screen: what came later stays unread.
export async function markAllRead(account: string, untilTime: string): Promise<void> {
  await post(`/v1/${account}/inbox:markRead`, { requestId: newRequestId(), untilTime })
}
