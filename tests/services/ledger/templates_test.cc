// Templates as the page shows them, and the vouchers that they make.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/domain/entry_template.h"
#include "ledger/templates_service.h"
#include "services/ledger/bureau.h"

namespace qianmo::ledger {
namespace {

using testing::ElementsAre;

class TemplatesTest : public testing::Test {
 protected:
  v1::FillTemplateRequest Wish(const std::string& id, std::int64_t fen) {
    auto request = Named<v1::FillTemplateRequest>(bureau_.books());
    request.set_template_(id);
    request.set_amount_fen(fen);
    *request.mutable_date() = Day("2026-11-10");
    return request;
  }
  std::string Reason(const v1::FillTemplateRequest& request) {
    return bureau_.Ask(bureau_.clerk(), &Templates::FillTemplate, request).reason();
  }

  Bureau bureau_;
};

TEST_F(TemplatesTest, OfferTheAccountsThatTheBooksHave) {
  bureau_.Divide("10201", "农商行");
  bureau_.Divide("10202", "信用社");
  const auto all = bureau_.Ask(bureau_.clerk(), &Templates::ListTemplates,
                               Named<v1::ListTemplatesRequest>(bureau_.books()));
  ASSERT_TRUE(all.ok()) << all.reason();
  ASSERT_EQ(all.reply.templates_size(), static_cast<int>(EntryTemplates().size()));
  EXPECT_EQ(all.reply.templates(0).id(), "rent_due");
  EXPECT_EQ(all.reply.templates(0).label(), "应收租金");
  EXPECT_THAT(all.reply.templates(0).required_fields(),
              ElementsAre(v1::Template::FIELD_PARTY, v1::Template::FIELD_CONTRACT));
  Lines debits;
  for (const auto& account : all.reply.templates(1).debit_accounts()) {
    debits.push_back(account.code() + account.display_name());
  }
  EXPECT_THAT(debits, ElementsAre("10201农商行", "10202信用社", "101库存现金"));
}

TEST_F(TemplatesTest, MakeVouchersThatAreWrittenDownAsTheyAre) {
  auto wish = Wish("rent_due", 123'45);
  wish.set_party(NewRequestId());
  wish.set_contract(NewRequestId());
  const auto filled = bureau_.Ask(bureau_.clerk(), &Templates::FillTemplate, wish);
  ASSERT_TRUE(filled.ok()) << filled.reason();
  EXPECT_EQ(filled.reply.summary(), "应收租金");
  EXPECT_EQ(filled.reply.lines(0).party(), wish.party());
  EXPECT_EQ(filled.reply.lines(1).party(), "");
  EXPECT_EQ(filled.reply.lines(1).contract(), wish.contract());
  EXPECT_EQ(filled.reply.lines(1).income(), v1::INCOME_KIND_RECURRING_OPERATING);
  EXPECT_EQ(bureau_.Query("SELECT count(*) FROM ledger.voucher"), "0");
  v1::DraftVoucherRequest draft;
  draft.set_parent(bureau_.books());
  draft.set_request_id(NewRequestId());
  *draft.mutable_voucher() = filled.reply;
  const auto written = bureau_.Ask(bureau_.clerk(), &Vouchers::DraftVoucher, draft);
  ASSERT_TRUE(written.ok()) << written.reason() << written.status.error_message();
  ASSERT_EQ(written.reply.lines_size(), 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(written.reply.lines(i).ShortDebugString(), filled.reply.lines(i).ShortDebugString());
  }
}

TEST_F(TemplatesTest, SayWhatTheyAskForAndWhatTheyDoNot) {
  EXPECT_EQ(Reason(Wish("x", 1)), "TEMPLATE_NOT_FOUND");
  EXPECT_EQ(Reason(Wish("rent_due", 1)), "TEMPLATE_FIELD_MISSING");
  EXPECT_EQ(Reason(Wish("cash_drawn", 0)), "AMOUNT_NOT_POSITIVE");
  auto wish = Wish("cash_drawn", 1);
  EXPECT_EQ(Reason(wish), "");
  wish.set_summary("\u200b");
  EXPECT_EQ(Reason(wish), "NAME_UNREADABLE");
  wish.set_summary("提取备用金");
  wish.set_asset(NewRequestId());
  EXPECT_EQ(Reason(wish), "TEMPLATE_FIELD_UNFIT");
  wish.clear_asset();
  wish.set_debit_account("511");
  EXPECT_EQ(Reason(wish), "TEMPLATE_ACCOUNT_UNFIT");
  wish.set_debit_account("5");
  EXPECT_EQ(Reason(wish), "ACCOUNT_CODE_MALFORMED");
  wish.set_debit_account("10101");
  EXPECT_EQ(Reason(wish), "ACCOUNT_UNKNOWN");
  bureau_.Divide("10101", "备用金");
  EXPECT_EQ(Reason(wish), "");
  wish.clear_debit_account();
  EXPECT_EQ(Reason(wish), "ACCOUNT_DIVIDED");
}

}  // namespace
}  // namespace qianmo::ledger
