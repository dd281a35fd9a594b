// The account at a bank that a page is about, by its address.
import { onMounted, reactive } from 'vue'
import { useRoute } from 'vue-router'

import { county, me } from '../../app/me'
import { approvesPayouts, type BankAccount, readBankAccount, runsBank } from './bank'

export function useBankAccount() {
  const id = String(useRoute().params.id)
  const name = `${county()}/bankAccounts/${id}`
  const grants = me.value?.account.grants ?? []
  const at = reactive({
    id,
    name,
    account: null as BankAccount | null,
    trouble: null as unknown,
    runs: runsBank(grants),
    approves: approvesPayouts(grants),
  })
  onMounted(async () => {
    try {
      at.account = await readBankAccount(name)
    } catch (refused) {
      at.trouble = refused
    }
  })
  return at
}
