// Of messages, texts and letters.
import type { Sentences } from './sentences'

export const messages = {
  MESSAGE_NOT_FOUND: ['没有这条消息，请刷新列表。', 'There is no such message. Reload the list.'],
  MESSAGE_EXISTS: [
    '这次操作和前一次混在一起了，请刷新页面再试。',
    'This was mixed up with another message. Reload the page and try again.',
  ],
  NOTHING_NAMED: ['请选消息，或选截止时间，只能选一种。', 'Name messages, or a time until when, but not both.'],
  CHOICE_UNFIT: ['这一项不能这样设置，请重新选。', 'This cannot be set so: choose again.'],
  QUIET_HOURS_UNFIT: [
    '免打扰时间太长，一天至少留六小时可以发送。请改短。',
    'The quiet hours are too long: six hours of the day must be left. Shorten them.',
  ],
  DELIVERY_NOT_FOUND: ['没有这次发送，请刷新列表。', 'There is no such delivery. Reload the list.'],
  DELIVERY_NOT_FAILED: ['只有发送失败的才能重发。', 'Only a delivery that failed is tried again.'],
  DELIVERY_MAY_HAVE_ARRIVED: [
    '还不知道对方收到没有，不能重发。请先问收信人。',
    'It may have arrived, so it is not sent again. Ask the recipient first.',
  ],
  DELIVERY_EXPIRED: ['这条消息已经过时，不用再发。', 'The message is pointless by now.'],
  DELIVERY_CONTENT_GONE: ['里面的验证码已经清除，请重新要一个。', 'The code in it was wiped: ask for a new one.'],
  LETTERS_NOT_YOURS: [
    '信里有开通码，只有乡镇和县里可以经手。',
    'Letters carry codes: only the township and the county handle them.',
  ],
  NOTHING_TO_PRINT: ['那里没有待打印的信。', 'No letter waits there.'],
  BATCH_NOT_FOUND: ['没有这批信，请刷新列表。', 'There is no such batch of letters. Reload the list.'],
  BATCH_NOT_PRINTED: ['这批信还在排版，请稍候。', 'The batch is still being made: please wait.'],
  BATCH_ENDED: ['这批信已经办结。', 'The batch was dealt with already.'],
  BATCH_OUTDATED: [
    '这批信里有开通码已换新，请作废这批，重新打印其余的。',
    'A code in this batch was replaced: cancel it and print the others again.',
  ],
  BATCH_CONTENT_GONE: [
    '这批信的文件已经清除，请重新打印。',
    'The file of this batch is gone: print the letters again.',
  ],
  ORG_PATH_FOREIGN: ['单位不是本县的，请重新选择。', 'The organisation is none of this county: choose again.'],
  RECIPIENT_MALFORMED: [
    '没有写清楚发给谁，请核对。',
    'It is not clear whom the message is for. Please check it.',
  ],
  RECIPIENT_UNFIT: ['不能发给这个人，请核对。', 'The message cannot go to this recipient. Please check it.'],
  TEMPLATE_UNKNOWN: [
    '没有这种消息，请与县农交中心联系。',
    'There is no such text. Please tell the exchange centre.',
  ],
  PARAMETER_MISSING: ['消息还缺内容，请补上。', 'The message has a blank that nobody filled in.'],
  PARAMETER_MALFORMED: [
    '消息里有一项内容不对，请核对。',
    'Something in the message is not as it should be. Please check it.',
  ],
  PARAMETER_UNKNOWN: ['消息里没有这一项，请去掉。', 'The message has no such blank: leave it out.'],
  CODE_UNFIT: ['验证码不合要求，请与县农交中心联系。', 'The code does not fit. Please tell the exchange centre.'],
} satisfies Sentences
