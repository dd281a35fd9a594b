// Of people, their accounts, roles and sessions.
import type { Sentences } from './sentences'

export const identity = {
  SIGN_IN_REFUSED: ['用户名或密码不对。', 'The name or the password is wrong.'],
  ONE_TIME_CODE_REQUIRED: ['请输入验证器上的六位数字。', 'Please type the six digits of your authenticator.'],
  ONE_TIME_CODE_REJECTED: [
    '六位数字不对或已经用过，请用新的数字。',
    'The six digits are wrong or used already. Take the next ones.',
  ],
  TOO_MANY_FAILURES: ['错误次数太多，请等待一会儿再试。', 'Too many failures. Please wait a while.'],
  SESSION_UNKNOWN: ['登录已失效，请重新登录。', 'You are no longer signed in. Please sign in again.'],
  SESSION_EXPIRED: ['登录已过期，请重新登录。', 'Your session is over. Please sign in again.'],
  SESSION_REVOKED: ['此登录已被结束，请重新登录。', 'This session was ended. Please sign in again.'],
  SESSION_NOT_FOUND: [
    '没有这次登录，可能已经结束。请刷新列表。',
    'There is no such session; it may have ended. Reload the list.',
  ],
  CHANGED_MEANWHILE: ['刚才有人修改过，请刷新后再试。', 'Somebody changed it just now. Reload and try again.'],
  CODE_REJECTED: [
    '验证码不对、已过期或已经用过。请核对，或重新要一个。',
    'The code is wrong, too old, or used already. Check it, or ask for another.',
  ],
  CODE_MISTYPED: ['验证码和信上印的不一致，请再核对。', 'The code is not as printed. Please check it.'],
  LETTER_EXPIRED: [
    '这封信已过期，请到村里或乡镇重新办理。',
    'The letter is too old; the village or township issues a new one.',
  ],
  RESEND_TOO_SOON: [
    '验证码刚刚发出，请等一会儿再要。',
    'A code was sent just now. Please wait a little before asking again.',
  ],
  PIN_MALFORMED: ['PIN 要六位数字。', 'A PIN has six digits.'],
  PIN_GUESSABLE: [
    'PIN 太容易猜，请不要用连续或重复的数字。',
    'The PIN is too easy to guess: no runs, no repetitions.',
  ],
  PASSWORD_LENGTH: [
    '密码太短或太长[，要 {min} 到 {max} 位]。',
    'The password is too short or too long[: {min} to {max} characters].',
  ],
  PASSWORD_COMMON: ['这个密码太常见，请换一个。', 'Too many people use this password; choose another.'],
  PASSWORD_IS_HANDLE: [
    '密码不能和用户名一样，请换一个。',
    'The password must differ from the name: choose another.',
  ],
  PASSWORD_UNCHANGED: ['新密码和旧密码一样，请换一个。', 'The new password is the old one: choose another.'],
  PASSWORD_WRONG: ['密码不对，请再输一次。', 'The password is not right. Please type it again.'],
  PASSWORD_CHANGE_REQUIRED: [
    '密码是别人设的，请先改成自己的密码。',
    'Somebody else set your password: change it first.',
  ],
  ACCOUNT_NOT_FOUND: ['没有这个账号，请核对。', 'There is no such account. Please check it.'],
  ACCOUNT_DISABLED: ['这个账号已停用，请联系县管理员。', 'This account is disabled. Ask the county administrator.'],
  ACCOUNT_HAS_PARTY: [
    '这个账号已经用于另一个交易主体，请另开账号。',
    'The account trades as another party already: open another account.',
  ],
  ACTOR_PENDING: [
    '您的账号还在等另一位工作人员确认，确认后才能办理。',
    'Your account waits for another officer to confirm it: then you can do this.',
  ],
  PHONE_MISSING: ['账号没有登记手机号，请先登记。', 'The account has no telephone number: enter one first.'],
  PHONE_CONFIRMED: ['手机号已经确认过。', 'The telephone number is confirmed already.'],
  HANDLE_MALFORMED: [
    '用户名要是手机号，或以字母开头的 3 到 40 位小写字母、数字、点、下划线或减号。',
    'A name is a mobile number, or 3 to 40 small letters, digits, dots, _ or - that begin ' +
      'with a letter.',
  ],
  HANDLE_TAKEN: ['这个用户名已经有人用，请换一个。', 'Another account uses this name: choose another.'],
  IDENTITY_NUMBER_MALFORMED: [
    '身份证号的日期或最后一位不对，请核对。',
    'The date or the last character of the ID number is wrong. Please check it.',
  ],
  IDENTITY_NUMBER_MISMATCH: [
    '身份证号和开户时登记的不一样，请核对。',
    'This is not the ID number with which the account was made. Please check it.',
  ],
  ILLEGAL_TRANSITION: ['账号现在的状态不能这样办，请刷新后查看。', 'The account is in another state: reload and look.'],
  NOT_YOUR_ACCOUNT: [
    '这个账号或它的职务不归您管，请找上级办理。',
    'The account, or a role of it, is beyond your office: ask the office above.',
  ],
  OWN_ACCOUNT: ['不能给自己办，请另一位工作人员办理。', 'Nobody does this for themselves: ask a colleague.'],
  OWN_ROLE: ['不能给自己加减职务，请另一位工作人员办理。', 'Nobody gives or takes roles of their own: ask a colleague.'],
  SECOND_PERSON_REQUIRED: [
    '停用动态验证码的人不能再重置密码，请另一位工作人员办理。',
    'Whoever took the second factor away does not reset the password too: ask a colleague.',
  ],
  SECOND_FACTOR_ENROLLED: ['已经启用动态验证码。', 'The account has a second factor already.'],
  SECOND_FACTOR_NOT_ENROLLED: [
    '还没有启用动态验证码，请先启用。',
    'The account has no second factor yet: set it up first.',
  ],
  GRANT_NOT_FOUND: ['没有这项职务，请刷新后再试。', 'There is no such role. Reload and try again.'],
  ROLE_HELD: ['这个账号已经有这项职务。', 'The account holds this role already.'],
  ROLE_REVOKED: ['这项职务已经收回。', 'The role was taken back already.'],
  ROLES_INCOMPATIBLE: [
    '这个人已有的职务和这项职务不能由一人担任，请换人。',
    'The person holds a role that must not meet this one: choose somebody else.',
  ],
  ROLE_NEEDS_OFFICER: ['职务只能给工作人员的账号。', "Offices are held by officers' accounts only."],
  ROLE_NOT_GRANTABLE: [
    '这种身份随账号而来，不用另给。',
    'This role comes with the account and is not given by officers.',
  ],
  ROLE_NOT_YOURS_TO_GRANT: [
    '您不能给或收回这项职务，请找有权的部门。',
    'Your office does not give or take this role: ask the one that does.',
  ],
  ROLE_PATH_MISMATCH: [
    '这项职务不属于这一级单位，请重新选单位。',
    'This role is held at another level: choose another organisation.',
  ],
  ORG_PATH_MALFORMED: ['单位不是本县的，请重新选择。', 'The organisation is none of this county: choose again.'],
  HOUSEHOLD_HAS_ACCOUNT: ['这一户已经有账号，不用再开。', 'The household has an account already.'],
  HOUSEHOLD_NOT_YOURS: ['这一户不归您管。', 'The household is beyond your office.'],
  HOUSEHOLD_PATH_MISMATCH: [
    '户要属于村或组，请重新选单位。',
    'A household belongs to a village or group: choose one.',
  ],
  PARTY_NOT_FOR_ACCOUNT: ['只有意向受让方的账号才有交易主体。', "Only a bidder's account has a party."],
  NO_AUTHORITY: [
    '您没有有效的授权替这个账号办理，请先办授权。',
    'You hold no valid authority to act for this account: get one first.',
  ],
  AGENT_NOT_FOUND: ['没有这个代理，请刷新后再试。', 'There is no such agent. Reload and try again.'],
  AGENT_CHAIN: ['代理人不能再转委托。', 'An agent cannot pass the authority on.'],
  AGENT_DATES_INVALID: [
    '委托的起止日期不对，请核对。',
    'The days of the authority do not fit. Please check them.',
  ],
  AGENT_FOR_SELF: ['自己办自己的事，不用委托。', 'Nobody needs authority to act for themselves.'],
  AGENT_KIND_MISMATCH: [
    '只有意向受让方和股东户可以委托同类账号。',
    'Only bidders and households authorise, and only accounts of that kind.',
  ],
  AGENT_PERIOD_TAKEN: [
    '这段时间已经有委托，请改日期或先结束原来的。',
    'There is an authority in this period already: change the days or end that one.',
  ],
  AGENT_POWERS_INVALID: ['请至少选一项委托事项，不要重复。', 'Choose at least one power, and none twice.'],
  AGENT_REVOKED: ['这项委托已经结束。', 'The authority was ended already.'],
  NOT_YOUR_AGENT: [
    '只有委托人、代理人和县里可以结束这项委托。',
    'Only who gave the authority, the agent and the county may end it.',
  ],
} satisfies Sentences
