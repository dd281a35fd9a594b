// Of every service, of the gateway, and of the way there.
import type { Sentences } from './sentences'

export const any = {
  NETWORK_AWAY: [
    '网络连不上，请稍后再试。您填写的内容还在。',
    'The network cannot be reached. What you typed is still here.',
  ],
  UNEXPECTED_ANSWER: [
    '系统暂时没有正常回应，请稍后再试。',
    'The system did not answer properly. Please try again soon.',
  ],
  INCIDENT: [
    '系统出了问题，已经记录下来。请稍后再试；还不行，请把编号告诉县农交中心。',
    'Something went wrong and was noted. Try again soon; if it lasts, tell the exchange ' +
      'centre the reference.',
  ],
  DEADLINE_EXCEEDED: [
    '系统没来得及办完，请稍后再试。',
    'The system did not finish in time. Please try again soon.',
  ],
  OVERLOADED: ['现在访问的人很多，请稍候再试。', 'Many people are here right now. Please try again soon.'],
  TOO_BUSY: ['现在登录的人很多，请稍候再试。', 'Many people are signing in right now. Please try again soon.'],
  TOO_MANY_REQUESTS: ['操作太快了，请稍候再试。', 'That was too fast. Please try again soon.'],
  TOO_MANY_CONNECTIONS: [
    '从这里来的访问太多，请稍候再试。',
    'Too many come from here right now. Please try again soon.',
  ],
  TOO_MANY_WATCHERS: ['打开的页面太多，请关掉几个再试。', 'Too many pages are open: close some and try again.'],
  TOO_MANY_BODIES: [
    '正在上传的太多，请稍候再试。',
    'Too much is being uploaded right now. Please try again soon.',
  ],
  BODIES_EXHAUSTED: [
    '正在上传的太多，请稍候再试。',
    'Too much is being uploaded right now. Please try again soon.',
  ],
  BODY_TOO_LARGE: ['内容太大，请分成几份。', 'This is too large: please cut it in parts.'],
  BODY_TOO_SLOW: ['网络太慢，没有传完，请再试一次。', 'The network was too slow for this. Please try once more.'],
  RATE_LIMITED: ['操作太快了，请稍候再试。', 'That was too fast. Please try again soon.'],
  TEMPORARILY_UNAVAILABLE: ['系统正在恢复，请稍候再试。', 'The system is recovering. Please try again soon.'],
  CANCELLED: ['已被停止。要办，请重新开始。', 'It was stopped. Begin again if you want it done.'],
  INVALID_FIELD: ['有内容填写不对，请看下面的说明。', 'Something is not filled in right; see below.'],
  INVALID_UTF8: ['文字里有认不出的内容，请重新输入。', 'Some of the text cannot be read: please type it again.'],
  INVALID_FRACTION: [
    '分数写得不对：分母至少是 1。',
    'This is no fraction: what is below the line is at least 1.',
  ],
  REQUEST_ID_REUSED: [
    '这次操作和前一次混在一起了，请刷新页面再试。',
    'This was mixed up with something else. Reload the page and try again.',
  ],
  TOKEN_MISSING: ['请先登录。', 'Please sign in first.'],
  TOKEN_INVALID: ['登录已失效，请重新登录。', 'You are no longer signed in. Please sign in again.'],
  TOKEN_EXPIRED: ['登录已过期，请重新登录。', 'Your session is over. Please sign in again.'],
  TOKEN_KEY_UNKNOWN: ['登录已失效，请重新登录。', 'You are no longer signed in. Please sign in again.'],
  CSRF_REFUSED: [
    '这次操作不是从本页面发出的，请刷新页面再试。',
    'This did not come from this page. Reload the page and try again.',
  ],
  ROLE_MISSING: [
    '您的身份不能办理此事，请找有这项职务的人办。',
    'Your role may not do this: ask somebody whose office it is.',
  ],
  SECOND_FACTOR_REQUIRED: [
    '您的职务要用动态验证码登录，请退出后重新登录。',
    'Your role needs the second factor: sign out and in again with the six digits.',
  ],
  OUT_OF_SCOPE: ['这不在您可以办理的范围内。', 'This is outside of what you may do.'],
  OPERATION_NOT_FOUND: [
    '没有这项任务，可能早已办完。请刷新页面。',
    'There is no such task; it may be long over. Reload the page.',
  ],
  SERVICE_NOT_FOUND: [
    '这里没有这项服务，请与县农交中心联系。',
    'There is no such service here. Please tell the exchange centre.',
  ],
  NOT_FOUND: ['没有找到，请返回重新选择。', 'There is no such thing. Go back and choose again.'],
} satisfies Sentences
