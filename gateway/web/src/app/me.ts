// Who is signed in; every page asks here.
import { ref } from 'vue'

import { get, postAtLeaving } from '../api/client'
import { Refusal } from '../api/refusal'
import { newRequestId } from '../api/request-id'

export interface RoleGrant {
  role: string
  orgPath: string
}

export interface Me {
  account: { name: string; displayName: string; grants: RoleGrant[] }
  nextSteps: string[]
}

export const me = ref<Me | null>(null)

// Null when nobody is signed in.
export async function findMe(): Promise<Me | null> {
  try {
    me.value = await get<Me>('/v1/me')
  } catch (trouble) {
    if (!(trouble instanceof Refusal) || !trouble.signedOut) throw trouble
    me.value = null
  }
  return me.value
}

export async function signOut(): Promise<void> {
  try {
    await postAtLeaving('/v1/sessions:signOut', { requestId: newRequestId() })
  } finally {
    me.value = null
  }
}

export function county(): string {
  return me.value?.account.name.split('/').slice(0, 2).join('/') ?? ''
}
