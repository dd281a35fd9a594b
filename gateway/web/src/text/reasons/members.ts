// Of collectives, households, members and units.
import type { Sentences } from './sentences'

export const members = {
  COLLECTIVE_NOT_FOUND: ['没有这个集体，请重新选择。', 'There is no such collective. Choose again.'],
  COLLECTIVE_ENDED: ['这个集体已经撤并，请到承接的集体办理。', 'The collective has ended: its successors go on.'],
  COLLECTIVE_ID_TAKEN: [
    '这个集体已经登记过，请刷新再试。',
    'Another collective has this id. Reload and try again.',
  ],
  CREDIT_CODE_MALFORMED: [
    '统一社会信用代码要 18 位，最后一位是校验位，请核对。',
    'A credit code has 18 characters, of which the last checks the others. Please check it.',
  ],
  CREDIT_CODE_TAKEN: [
    '这个统一社会信用代码已被别的集体使用，请核对。',
    'Another collective has this credit code. Please check it.',
  ],
  CREDIT_CODE_UNFIT: [
    '统一社会信用代码的头两位不是这类组织的，请核对。',
    'The first two characters are not those of such an organisation. Please check it.',
  ],
  AREA_CODE_UNFIT: ['区划代码不合要求，请核对。', 'The area code does not fit. Please check it.'],
  AREA_CODE_TAKEN: [
    '这个区划代码那时已有别的集体使用，请核对。',
    'Another collective has this area code then. Please check it.',
  ],
  AREA_CODE_PARENT: [
    '区划代码要在上级代码之下，请核对。',
    'The area code is not below that of its county or township. Please check it.',
  ],
  AREA_CODE_HISTORY: [
    '那天或以后已经有代码，请改日期。',
    'A code begins on that day or later already: change the day.',
  ],
  LEVEL_UNFIT: ['组下面不能再设单位。', 'Nothing is below a group.'],
  OFFICE_INVALID: ['没有这种职务，请从列表里选。', 'There is no such office: choose one from the list.'],
  OFFICER_NOT_FOUND: ['没有这个任职，请刷新再试。', 'There is no such officer. Reload and try again.'],
  OFFICER_TWICE: [
    '同名的人那时已在这个集体任职，请核对。',
    'Somebody of this name holds an office of the collective then. Please check it.',
  ],
  OFFICER_HISTORY: [
    '日期和已登记的任期对不上，请核对。',
    'The day does not fit the terms that are recorded. Please check it.',
  ],
  CHANGE_NOT_FOUND: ['没有这次合并或分立，请刷新再试。', 'There is no such merge or split. Reload and try again.'],
  CHANGE_ENDED: ['这次合并或分立已经办结。', 'The merge or split was dealt with already.'],
  CHANGE_OPEN: [
    '其中一个集体另有合并或分立待确认，请先办完。',
    'One of the collectives is in another merge or split: settle that first.',
  ],
  CHANGE_UNFIT: ['不能这样合并或分立，请核对。', 'They cannot be merged or split so. Please check it.'],
  CHANGE_ITEM_FOREIGN: [
    '分给新集体的东西不是原集体的，或不能单独分，请核对。',
    "Something that is given away is not the old collective's own, or goes with its asset. " +
      'Please check it.',
  ],
  PART_NAMES_REPEATED: ['分立后的名称不能重复，请改名。', 'Every part needs a name of its own: change one.'],
  NOT_THE_PROPOSER: ['只有提出的人才能撤回。', 'Only the person who proposed it takes it back.'],
  EFFECTIVE_DATE_AHEAD: [
    '生效日期还没到，请到那天再登记。',
    'What counts from a later day is recorded on that day.',
  ],
  HOUSEHOLD_NOT_FOUND: ['没有这一户，请核对户号。', 'There is no such household. Check the number.'],
  HOUSEHOLD_DISSOLVED: ['这一户已经注销。', 'The household is dissolved.'],
  HOUSEHOLD_ELSEWHERE: [
    '这一户在别的集体：要先在那里退出，再在这里加入。',
    "The household is another collective's: its members leave there, then join here.",
  ],
  HOUSEHOLD_ID_TAKEN: ['这一户已经登记过，请刷新再试。', 'Another household has this id. Reload and try again.'],
  HOUSEHOLD_NUMBER_TAKEN: [
    '本集体已有这个户号，请换一个。',
    'Another household of the collective has this number: choose another.',
  ],
  HOUSEHOLD_NOT_EMPTY: [
    '户里还有在册成员，不能注销。请先办成员的变动。',
    'The household still has members: settle their membership first.',
  ],
  HOUSEHOLD_SAME: ['这个人本来就在这一户。', 'The member is in this household already.'],
  HOUSEHOLD_HAS_HOUSE: [
    '这一户有房屋入股，请先退出。',
    'A house of the household is in as shares: it leaves first.',
  ],
  HOUSEHOLD_HOLDS_UNITS: [
    '这一户还有[ {units} ]股，请先继承、转让或回购。',
    'The household holds units[: {units}]. They are inherited, transferred or bought back first.',
  ],
  HEAD_NEEDED: [
    '户里要有户主，请先定另一人为户主。',
    'The household needs a head: make another member the head first.',
  ],
  MEMBER_NOT_FOUND: ['没有这个成员，请核对。', 'There is no such member. Please check it.'],
  MEMBER_ACTIVE: ['这个人的成员身份有效，不用恢复。', 'The membership stands.'],
  MEMBER_NOT_ACTIVE: ['这个人的成员身份已经终止。', 'The membership does not stand.'],
  MEMBER_IS_HEAD: ['这个人已经是户主。', 'The member is the head already.'],
  JOIN_REASON_INVALID: ['不能按这个原因加入，请重新选原因。', 'Nobody joins for this reason: choose another.'],
  EVENT_UNFIT: [
    '按这个原因不能这样变动成员，请重新选。',
    'Nothing of this kind becomes of a member for this reason: choose again.',
  ],
  EVENT_IN_FUTURE: ['日期还没有到，请到那天再登记。', 'The day has not come yet: record it on that day.'],
  EVENT_OUT_OF_ORDER: [
    '这个成员已经登记了更晚的变动，请核对日期。',
    'Something later is recorded for the member already. Check the day.',
  ],
  EVENT_NOTE_NEEDED: ['这个原因要写明情况，请填说明。', 'This reason needs to be explained: write how it was.'],
  BIRTH_DATE_UNFIT: ['出生日期不对，请核对。', 'The date of birth does not fit. Please check it.'],
  ID_NUMBER_MALFORMED: [
    '身份证号的出生日期或最后一位不对，请核对。',
    'The birth date or the last character of the ID number does not fit. Please check it.',
  ],
  ID_NUMBER_TAKEN: [
    '这个身份证号已是[ {household_number} 户的]在册成员，请核对。',
    'An active member[ of household {household_number}] has this ID number. Please check it.',
  ],
  PHONE_MALFORMED: ['电话号码不对，请填完整的号码。', 'This is no telephone number: write all of it.'],
  NOTHING_TO_FIND: ['请填身份证号或电话再查。', 'Fill in an ID number or a telephone.'],
  REVEAL_ANSWERED: ['这次查看已经用过，请写明原因再查。', 'This was answered before: ask anew, with a reason.'],
  UNIT_CHANGE_NOT_FOUND: [
    '没有这次股权变动，请刷新再试。',
    'There is no such change of units. Reload and try again.',
  ],
  UNIT_CHANGE_ENDED: ['这次股权变动已经办结或取消。', 'The change is done or cancelled already.'],
  UNIT_CHANGES_OPEN: [
    '这些股还有变动待确认，请先确认或取消。',
    'Changes of these units wait for somebody: confirm or cancel them first.',
  ],
  UNIT_BOOK_CLOSED: [
    '这个集体已撤并，股权在承接的集体。',
    'The collective has ended: its units are with its successor.',
  ],
  UNIT_CERTIFICATE_NOT_FOUND: [
    '没有这样的股权证：请核对编号和校验码；如果和纸上一样，这张证不是我们发的。',
    'There is no such certificate. If number and code are as printed, it is not one of ours.',
  ],
  UNITS_SHORT: [
    '股数不够[：那天有 {there}，][要 {wanted}]。请核对。',
    'Not so many units are held[: {there}][, but {wanted} are wanted]. Please check it.',
  ],
  UNITS_NOT_FREE: [
    '可用的股不够[：{there}，][要 {wanted}]，其余被冻结或质押。',
    'Not enough units are free[: {there}][, but {wanted} are wanted]; others are frozen or ' +
      'pledged.',
  ],
  UNITS_NOT_FROZEN: [
    '冻结的股没有这么多[：{there}]。请核对。',
    'Not so many units are frozen[: {there}]. Please check it.',
  ],
  UNITS_NOT_PLEDGED: [
    '质押的股没有这么多[：{there}]。请核对。',
    'Not so many units are pledged[: {there}]. Please check it.',
  ],
  UNITS_SAME_HOLDER: ['转出和转入是同一户，请重新选。', 'Giver and taker are the same household: choose again.'],
  UNITS_KIND_MISFIT: [
    '集体股只由集体持有，不能转移。',
    'The collective holds its own units and no others, and they do not move.',
  ],
  UNITS_ACT_MISFIT: [
    '转让由双方两户确认，其他变动由乡镇确认。',
    'A transfer is confirmed by its two households, everything else by the township.',
  ],
  UNITS_CHANGED_SINCE: [
    '更晚的日期已有股权变动[（{latest}）]，请改日期。',
    'Units have changed with effect from a later day[, {latest}]. Change the day.',
  ],
  HOLDER_NOT_FOUND: [
    '没有这个持股的户或集体，请核对。',
    'There is no such household or collective. Please check it.',
  ],
  HOLDER_ENDED: ['已注销的户不能再得股。', 'A household that has ended takes no units any more.'],
  HOLDERS_APART: ['股权只能在本集体内流转。', 'Units move inside of their collective only.'],
  HOLDING_OVER_CAP: [
    '得到这些股以后，这一户会超过章程的上限[（{cap}）]。请减少股数。',
    'The household would hold more than the charter allows[ ({cap})]. Take fewer units.',
  ],
  CAP_OUT_OF_RANGE: ['上限要大于零，不超过全部股。', 'The cap is above zero and at most all units.'],
  HEIR_TWICE: ['同一户选了两次，请去掉一个。', 'A household is named twice: take one away.'],
  HEIR_WITHOUT_UNITS: [
    '份额太小，分不到一股。请调整。',
    'A share is so small that no unit is left of it: change the shares.',
  ],
  HEIR_WITHOUT_VOTE: [
    '章程不许非成员继承股权。',
    'The charter does not let heirs hold units who are no members.',
  ],
  NO_UNITS_TO_INHERIT: ['没有可以继承的这种股。', 'There are no free units of this kind to inherit.'],
  NOTHING_TO_CERTIFY: [
    '这一户那天没有股，不能发股权证。',
    'The household holds no units on this day: there is nothing to certify.',
  ],
  SIDE_CONFIRMED: ['这一户已经确认过这次转让。', 'This household has confirmed the transfer already.'],
  SHARES_NOT_WHOLE: [
    '各份加起来不等于一整份，请核对。',
    'The shares do not come to exactly one. Please check them.',
  ],
  SHARES_OVER_WHOLE: ['各份加起来超过一整份，请核对。', 'The shares are more than the whole. Please check them.'],
  SHARES_TOO_FINE: ['份额分得太细，请写成简单的分数。', 'The shares are too fine: write simpler fractions.'],
  SHARE_OUT_OF_RANGE: ['每一份要大于零，不超过一整份。', 'Every share is above zero and at most one.'],
  HOUSE_SHARE_NOT_FOUND: ['没有这处入股的房屋，请刷新再试。', 'There is no such house. Reload and try again.'],
  HOUSE_NOT_IN: ['这处房屋还没入股、正在退出或已退出。', 'The house has not come in yet, is leaving or is out.'],
  HOUSE_RATE_OUT_OF_RANGE: ['每股的价格要大于零。', 'A share has a price above zero.'],
  HOUSE_WORTH_NOTHING: [
    '房屋估价太低，不够百分之一股。请核对。',
    'The house is worth less than a hundredth of a share. Please check it.',
  ],
  HOUSE_YEAR_NOT_OVER: [
    '房屋要到年末才能退出[（{last_day}）]。',
    'A house leaves at the end of a year in which it was in[, {last_day}], not before.',
  ],
  HOUSES_NOT_TAKEN: [
    '章程没有定房屋入股的价格，不能入股。',
    'The charter has no rate at which houses become shares.',
  ],
  VOTER_ROLL_NOT_FOUND: ['没有这份选民名册，请刷新再试。', 'There is no such voter roll. Reload and try again.'],
  VOTER_ROLL_FROZEN: ['这次会议的名册已经定下，不能再改。', 'The roll of this meeting is frozen.'],
  VOTER_ROLL_EMPTY: ['这次会议没有人可以表决，请核对名册。', 'Nobody may vote in this meeting. Check the members.'],
  MEETING_AHEAD: [
    '后面日期的会议已定名册[（{meeting_date}）]，要先开那次会。',
    'The voters of a later meeting[, {meeting_date},] are frozen: it takes place first.',
  ],
  MEETING_FAR: [
    '离开会还早，请临近时再定名册[（最晚可定 {last_day} 的会）]。',
    'The meeting is too far off[: at most until {last_day}]. Freeze the voters when it is near.',
  ],
  MEETING_PAST: ['会议日期已经过了，请改日期。', 'The day of the meeting is over: change it.'],
} satisfies Sentences
