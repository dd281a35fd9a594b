// Of assets, the map, parties and bidders.
import type { Sentences } from './sentences'

export const assets = {
  ASSET_NOT_FOUND: ['没有这项资产，请核对。', 'There is no such asset. Please check it.'],
  ASSET_DISPUTED: ['有人对这项资产有争议，解决以后再办。', 'Somebody else claims the asset: settle that first.'],
  ASSET_OF_ANOTHER: ['这项资产归别的集体管。', 'The asset is kept by another collective.'],
  ASSET_RETIRED: ['这项资产已经核销。', "The asset is no longer the collective's."],
  ASSET_STATE_UNFIT: ['资产现在的状态不能这样办，请刷新后查看。', 'The asset is in another state: reload and look.'],
  ASSET_TERMS_FIXED: [
    '资产正在挂牌或出租，这一项不能改。',
    'The asset is listed or leased: this cannot be changed now.',
  ],
  QUANTITY_UNFIT: ['数量不对，请核对。', 'The quantity does not fit. Please check it.'],
  MEASURE_UNFIT: ['土地要用亩或平方米计量。', 'Land is measured in mu or square metres.'],
  FORM_UNFIT: ['这项资产不能用这种方式，请重新选。', 'This does not fit the asset: choose again.'],
  RIGHT_UNFIT: [
    '这类资产没有这种权利可以交易，请重新选。',
    'No such right is traded of an asset of this class: choose again.',
  ],
  DATE_UNFIT: ['日期不对，请核对。', 'The day does not fit. Please check it.'],
  KEEPER_NO_OWNER: ['管理资产的集体自己要有一份。', 'The collective that keeps an asset owns a part of it.'],
  OWNERS_NOT_WHOLE: [
    '各权利人的份额加起来不等于一整份，请核对。',
    "The owners' parts do not come to the whole. Please check them.",
  ],
  OWNERS_REPEATED: ['同一个权利人写了两次，请合并。', 'An owner is named twice: make one part of it.'],
  PART_UNKNOWN: ['资产没有这一部分，请刷新再试。', 'The asset has no such part. Reload and try again.'],
  PARCEL_NOT_FOUND: ['没有这个地块，请核对。', 'There is no such parcel. Please check it.'],
  PARCEL_RETIRED: ['这个地块已不在图上。', 'The parcel is no longer on the map.'],
  PARCEL_DISPUTED: [
    '地块和别的集体重叠，解决以后再办。',
    "A parcel overlaps another collective's: settle that first.",
  ],
  BOUNDARY_MALFORMED: [
    '界线数据[第 {position} 个字节]格式不对，请重新导出。',
    'The boundary cannot be read[ (byte {position})]. Export it again.',
  ],
  BOUNDARY_SHAPE_INVALID: [
    '界线不成形，例如自己交叉，请重画。',
    'The boundary is none, as when it crosses itself: draw it again.',
  ],
  BOUNDARY_TOO_LARGE: ['界线太大或点太多，请简化。', 'The boundary is too large: make it simpler.'],
  BOUNDARY_TOO_SMALL: ['界线围起来不到一平方米，请重画。', 'It encloses less than a square metre: draw it again.'],
  TILE_NOT_FOUND: ['地图没有这一块。', 'The map has no such square.'],
  OVERLAP_NOT_FOUND: ['这两个地块没有重叠。', 'These two parcels do not overlap.'],
  OVERLAP_SETTLED: ['哪条界线对，已经定了。', 'It was decided already which of the two boundaries is right.'],
  COUNT_NOT_FOUND: ['没有这次清查，请刷新再试。', 'There is no such count. Reload and try again.'],
  COUNT_UNDER_WAY: [
    '这个集体还有清查没结束，请先办完。',
    'The collective has a count that is not over: finish it first.',
  ],
  COUNT_ENDED: ['这次清查已经结束，不能再改。', 'The count is over and does not change any more.'],
  COUNT_INCOMPLETE: [
    '还有[ {uncounted} ]项没有清点，请点完再提交。',
    'Some lines are not counted yet[: {uncounted}]. Count them first.',
  ],
  COUNT_LINE_UNKNOWN: [
    '请选清查表里的一项，或填盘盈的资产。',
    'Choose a line of this count, or an asset that was found.',
  ],
  COUNT_BOOKS_CHANGED: [
    '清点以后这项资产的账变了，请重新清点。',
    'The books of an asset changed after it was counted: count it again.',
  ],
  COUNT_REASON_MISSING: [
    '清点数和账上不一样，请写明原因。',
    'Something else was counted than the books say: tell why.',
  ],
  RECOVERY_NOT_FOUND: ['没有这件追索，请刷新再试。', 'There is no such recovery case. Reload and try again.'],
  RECOVERY_UNDER_WAY: ['这项资产已有追索没办完。', 'The asset has a case that is not over.'],
  RECOVERY_STEP_ILLEGAL: [
    '追索现在不能走这一步，请刷新后查看。',
    'The case cannot take this step now: reload and look.',
  ],
  RECOVERED_MONEY_UNFIT: ['追回的金额不对，请核对。', 'The recovered money does not fit. Please check it.'],
  HOLD_END_PAST: ['结束在开始以前，请核对日期。', 'It ends before it has begun. Check the days.'],
  PARTY_NOT_FOUND: ['没有这个交易主体，请核对。', 'There is no such party. Please check it.'],
  PARTY_BARRED: [
    '这个主体被限制交易[，到 {end_date}]。',
    'The party is barred from trading[ until {end_date}].',
  ],
  PARTY_KIND_MISSING: ['请选是单位还是个人。', 'Say whether it is an organisation or a person.'],
  CAPACITY_INVALID: [
    '没有这种行为能力，请从列表里选。',
    'There is no such legal capacity: choose one from the list.',
  ],
  LEGAL_PERSON_MISSING: ['单位要填法定代表人。', 'An organisation has a legal representative: fill it in.'],
  LEGAL_PERSON_MISFIT: ['个人不用填法定代表人，请去掉。', 'A person needs no legal representative: leave it out.'],
  SHAREHOLDERS_MISFIT: ['个人没有股东，请去掉。', 'Nobody holds shares of a person: leave them out.'],
  SHAREHOLDER_TWICE: ['同一个股东写了两次，请去掉一个。', 'A shareholder is named twice: take one away.'],
  BANK_UNNAMED: ['银行账户要填开户行和户名。', 'A bank account has a bank and a holder: fill them in.'],
  BIDDER_NOT_FOUND: ['没有这个意向受让方，请核对。', 'There is no such bidder. Please check it.'],
  BIDDER_STATE_MISFIT: ['现在的状态不能这样办，请刷新后查看。', 'The bidder is in another state: reload and look.'],
  DETAILS_NOT_PROPOSED: ['没有待审核的新资料。', 'No new details wait for a decision.'],
  ADMISSION_EXISTS: [
    '这个证件号已经申请或入库，请询问县农交中心。',
    'This number has applied or is admitted already: ask the exchange centre.',
  ],
  ADMISSION_BY_AGENT: ['入库要本人账号申请，代理不能办。', 'An agent cannot apply: the account itself does.'],
  ACCOUNT_TRADES_ALREADY: [
    '这个账号已替另一主体申请，一个账号只能用一个主体。',
    'The account has applied for another party: one account trades as one party.',
  ],
  OWN_APPLICATION: [
    '不能审核自己的申请，请另一人办理。',
    'Nobody decides about what they applied for: ask a colleague.',
  ],
  OFFICER_RELATED: [
    '这个主体申报了和您有关系，请另一人审核。',
    'The party has declared a relation to you: somebody else must decide.',
  ],
  KNOWN_TIME_MISSING: ['请从第一页重新查。', 'Begin again from the first page.'],
  BAR_OF_ANOTHER_COUNTY: ['只有作出限制的县可以解除。', 'Only the county that imposed a bar can lift it.'],
  PARTNER_NOT_FOUND: ['没有这个合作机构，请核对。', 'There is no such partner. Please check it.'],
  PARTNER_RETIRED: ['这个合作机构已经停用。', 'The partner is retired.'],
  PARTNER_CODE_TAKEN: [
    '这个统一社会信用代码已有合作机构使用，请核对。',
    'A partner has this credit code already. Please check it.',
  ],
  RELATION_NOT_FOUND: ['没有这项关系，请刷新再试。', 'There is no such relation. Reload and try again.'],
  RELATION_UNFIT: ['这项关系填写不对，请核对。', 'The relation does not fit. Please check it.'],
  RELATION_KIND_MISSING: ['请选是什么关系。', 'Say what kind of relation it is.'],
  RELATION_DATES_INVALID: [
    '关系的起止日期不对，请核对。',
    'The days of the relation do not fit. Please check them.',
  ],
  RELATION_NEEDS_NO_RECUSAL: [
    '平台和中心的人不能参加竞价，不用回避。',
    'Staff of the platform and the centre never bid, whoever steps aside.',
  ],
  RECUSAL_RECORDED: ['回避已经登记。', 'The recusal is recorded already.'],
} satisfies Sentences
