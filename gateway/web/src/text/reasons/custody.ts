// Of the money that the county centre keeps for bidders.
import type { Sentences } from './sentences'

export const custody = {
  HOLD_NOT_FOUND: ['没有这笔保证金，请刷新再试。', 'There is no such deposit. Reload and try again.'],
  HOLD_EXISTS: ['这位竞买人对这个标的已经有保证金。', 'The bidder has a deposit for this lot already.'],
  HOLD_ENDED: ['这笔保证金已经办结。', 'This deposit has ended.'],
  HOLD_FUNDED: ['这笔保证金已经到账。', 'This deposit has been paid already.'],
  HOLD_NOT_FUNDED: ['这笔保证金还没有到账，请等到账后再办。', 'This deposit has not been paid yet: wait for it.'],
  HOLD_SHORT: [
    '保证金没有这么多[，可用 {open_fen} 元]。请核对金额。',
    'Less than this is open[: {open_fen} yuan]. Check the amount.',
  ],
  AMOUNT_UNFIT: [
    '金额和应交的保证金不一样[，应交 {expected_fen} 元]。',
    'The deposit should be another amount[: {expected_fen} yuan].',
  ],
  ACCOUNT_UNFIT: ['保证金不能走这个科目，请换科目。', 'A deposit cannot go to this account: choose another.'],
  BOOKS_UNFIT: ['保证金只能转到村的账套，请重新选择。', 'A deposit goes to the books of a village: choose those.'],
  DUE_TIME_PAST: ['这个时间已经过了，请选以后的时间。', 'This time is over: choose a later one.'],
  RELEASE_DUE_SET: ['退还的期限已经定好，不用再定。', 'Until when the deposit goes back is settled already.'],
  PART_NOT_FORFEITED: [
    '没有这部分罚没的保证金，请刷新再试。',
    'There is no such forfeited part. Reload and try again.',
  ],
  FORFEIT_DISPOSED: ['这部分罚没款已经决定怎么处理。', 'It is decided already what becomes of this part.'],
  COSTS_PAYEE_MISSING: ['请填写费用付给谁。', 'Say whom the costs are paid to.'],
  PAYEE_UNREADABLE: ['收款账户看不懂，请照银行的写法重填。', 'The payee cannot be read: write it as the bank does.'],
  PAYER_UNKNOWN: [
    '银行没有告诉是谁付的，不能原路退回。请先向银行查明。',
    'The bank did not tell who paid, so it cannot go back. Ask the bank first.',
  ],
  SUSPENSE_NOT_FOUND: [
    '没有这笔待查款项，请刷新列表再试。',
    'There is no such item. Reload the list and try again.',
  ],
  SUSPENSE_ENDED: ['这笔待查款项已经处理，请刷新列表。', 'This item was dealt with already. Reload the list.'],
  SUSPENSE_PROPOSED: [
    '这笔已提议转为保证金，请先确认或不同意。',
    'It is proposed as a deposit: confirm that or decline it first.',
  ],
  SUSPENSE_NOT_PROPOSED: [
    '还没有人提议转为保证金，请先提议。',
    'Nobody has proposed it as a deposit yet: propose it first.',
  ],
  SUSPENSE_OF_HOLD: [
    '这是打到保证金子账号的钱，不是利息。',
    'This was paid to the number of a deposit: it is no interest.',
  ],
  DAYS_REVERSED: ['结束日期在开始日期以前，请对调。', 'The last day is before the first one: swap them.'],
  DAYS_NOT_OVER: [
    '这些日子还没过完，过完再分利息。',
    'These days are not over yet: share out the interest afterwards.',
  ],
  DAYS_ALLOCATED: [
    '其中有的日子已经分过利息，请换日期。',
    'Interest of some of these days was shared out already: choose other days.',
  ],
  PART_NOT_FOUND: ['这笔保证金没有这一部分，请刷新再试。', 'The deposit has no such part. Reload and try again.'],
  PART_RELEASED: ['已经退还给付款人的，不能收回。', "What was released is its payer's: it is not taken back."],
  PART_UNDONE: ['这一部分已经撤回。', 'This part was taken back already.'],
  UNDO_PROPOSED: [
    '已有人提议撤回这一部分，请先同意或不同意。',
    'It is proposed to take this part back: approve or decline that first.',
  ],
  UNDO_NOT_PROPOSED: [
    '还没有人提议撤回这一部分，请先提议。',
    'Nobody proposes to take this part back: propose it first.',
  ],
  MONEY_LEFT: [
    '钱已经或可能已经在银行付出，不能撤回。请先向银行问清楚。',
    'The bank has the payment, or may have it: the money is not here. Ask the bank first.',
  ],
  INTEREST_RUN_NOT_FOUND: [
    '没有这次利息分配，请刷新再试。',
    'There is no such share-out of interest. Reload and try again.',
  ],
  INTEREST_RUN_ENDED: ['这次利息分配已经办结。', 'This share-out of interest is over.'],
} satisfies Sentences
