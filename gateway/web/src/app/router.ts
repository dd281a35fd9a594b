import { createRouter, createWebHistory } from 'vue-router'

import ActivatePage from '../features/activate/ActivatePage.vue'
import BankAccountPage from '../features/bank/BankAccountPage.vue'
import BankAccountsPage from '../features/bank/BankAccountsPage.vue'
import BankEntriesPage from '../features/bank/BankEntriesPage.vue'
import BankFilePage from '../features/bank/BankFilePage.vue'
import BankFilesPage from '../features/bank/BankFilesPage.vue'
import BatchesPage from '../features/bank/BatchesPage.vue'
import ContradictionsPage from '../features/bank/ContradictionsPage.vue'
import CorrectionsPage from '../features/bank/CorrectionsPage.vue'
import DifferencePage from '../features/bank/DifferencePage.vue'
import PaymentsPage from '../features/bank/PaymentsPage.vue'
import FilesPage from '../features/files/FilesPage.vue'
import HomePage from '../features/home/HomePage.vue'
import ImportPage from '../features/imports/ImportPage.vue'
import ImportsPage from '../features/imports/ImportsPage.vue'
import InboxPage from '../features/inbox/InboxPage.vue'
import BookPage from '../features/ledger/BookPage.vue'
import BooksPage from '../features/ledger/BooksPage.vue'
import CustodyPage from '../features/ledger/CustodyPage.vue'
import HoldPage from '../features/ledger/HoldPage.vue'
import HoldsPage from '../features/ledger/HoldsPage.vue'
import InterestRunsPage from '../features/ledger/InterestRunsPage.vue'
import NewBooksPage from '../features/ledger/NewBooksPage.vue'
import NewVoucherPage from '../features/ledger/NewVoucherPage.vue'
import SpreadPage from '../features/ledger/SpreadPage.vue'
import SpreadsPage from '../features/ledger/SpreadsPage.vue'
import VouchersPage from '../features/ledger/VouchersPage.vue'
import ForgottenPage from '../features/password/ForgottenPage.vue'
import PreferencesPage from '../features/preferences/PreferencesPage.vue'
import AssetsPage from '../features/registry/AssetsPage.vue'
import HouseholdsPage from '../features/registry/HouseholdsPage.vue'
import SessionsPage from '../features/sessions/SessionsPage.vue'
import SignInPage from '../features/sign-in/SignInPage.vue'
import VerifyUnitsPage from '../features/verify/VerifyUnitsPage.vue'
import { findMe, me } from './me'
import NotFound from './NotFound.vue'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: HomePage },
    { path: '/sign-in', component: SignInPage, meta: { open: true } },
    { path: '/forgotten', component: ForgottenPage, meta: { open: true } },
    { path: '/activate', component: ActivatePage, meta: { open: true } },
    { path: '/verify/units', component: VerifyUnitsPage, meta: { open: true } },
    { path: '/registry/households', component: HouseholdsPage },
    { path: '/registry/assets', component: AssetsPage },
    { path: '/registry/imports', component: ImportsPage },
    { path: '/registry/imports/:id', component: ImportPage },
    { path: '/ledger/custody', component: CustodyPage },
    { path: '/ledger/holds', component: HoldsPage },
    { path: '/ledger/holds/:id', component: HoldPage },
    { path: '/ledger/interest', component: InterestRunsPage },
    { path: '/ledger/books', component: BooksPage },
    { path: '/ledger/books/new', component: NewBooksPage },
    { path: '/ledger/books/:id', component: BookPage },
    { path: '/ledger/books/:id/vouchers', component: VouchersPage },
    { path: '/ledger/books/:id/vouchers/new', component: NewVoucherPage },
    { path: '/ledger/books/:id/bank', component: BankAccountsPage },
    { path: '/ledger/books/:id/spreads', component: SpreadsPage },
    { path: '/ledger/spreads/:id', component: SpreadPage },
    { path: '/ledger/bank', component: BankAccountsPage },
    { path: '/ledger/bank/:id', component: BankAccountPage },
    { path: '/ledger/bank/:id/files', component: BankFilesPage },
    { path: '/ledger/bank/:id/files/:file', component: BankFilePage },
    { path: '/ledger/bank/:id/entries', component: BankEntriesPage },
    { path: '/ledger/bank/:id/difference', component: DifferencePage },
    { path: '/ledger/bank/:id/payments', component: PaymentsPage },
    { path: '/ledger/bank/:id/batches', component: BatchesPage },
    { path: '/ledger/bank/:id/corrections', component: CorrectionsPage },
    { path: '/ledger/bank/:id/contradictions', component: ContradictionsPage },
    { path: '/me/inbox', component: InboxPage },
    { path: '/me/files', component: FilesPage },
    { path: '/me/sessions', component: SessionsPage },
    { path: '/me/preferences', component: PreferencesPage },
    { path: '/:rest(.*)*', component: NotFound, meta: { open: true } },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open === true || me.value !== null) return true
  try {
    if ((await findMe()) !== null) return true
  } catch {
    // The page itself will say what is wrong when it asks.
  }
  return { path: '/sign-in', query: to.path === '/' ? {} : { next: to.fullPath } }
})
