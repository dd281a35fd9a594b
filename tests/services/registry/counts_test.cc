// Counts through the service: every line, the second person's signature, and what the books become.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/count_store.h"
#include "registry/counts_service.h"
#include "services/registry/estate.h"

namespace qianmo::registry {
namespace {

class CountsTest : public ::testing::Test {
 protected:
  std::vector<v1::CountLine> Lines(const std::string& count) {
    v1::ListCountLinesRequest request;
    request.set_parent(count);
    request.set_page_size(2);
    std::vector<v1::CountLine> lines;
    do {
      const auto page = estate_.Ask(clerk_, &Counts::ListCountLines, request);
      EXPECT_TRUE(page.ok()) << page.reason();
      lines.insert(lines.end(), page.reply.lines().begin(), page.reply.lines().end());
      request.set_page_token(page.reply.next_page_token());
    } while (!request.page_token().empty());
    return lines;
  }

  static v1::CountedAsset Seen(const std::string& line, std::int64_t quantity_e3,
                               std::int64_t value_fen, const std::string& reason = "") {
    v1::CountedAsset seen;
    seen.set_line(line);
    seen.set_counted_quantity_e3(quantity_e3);
    seen.set_counted_value_fen(value_fen);
    seen.set_reason(reason);
    return seen;
  }

  static v1::CountedAsset Found(const std::string& name, std::int64_t quantity_e3) {
    v1::CountedAsset seen = Seen("", quantity_e3, 0, "账外资产");
    seen.mutable_found()->set_display_name(name);
    seen.mutable_found()->set_asset_class(v1::ASSET_CLASS_OPERATING);
    seen.mutable_found()->set_right_type(v1::RIGHT_TYPE_OPERATING_ASSET);
    seen.mutable_found()->set_measure(v1::MEASURE_MACHINE);
    return seen;
  }

  Answer<v1::RecordCountResponse> Record(const std::string& count,
                                         const std::vector<v1::CountedAsset>& seen) {
    auto request = Named<v1::RecordCountRequest>(count);
    for (const auto& one : seen) *request.add_assets() = one;
    return estate_.Ask(clerk_, &Counts::RecordCount, request);
  }

  Answer<v1::CountSession> Confirm(const std::string& count, const rpc::v1::Caller& caller) {
    auto request = Named<v1::ConfirmCountRequest>(count);
    request.set_etag(
        estate_.Ask(clerk_, &Counts::GetCount, Named<v1::GetCountRequest>(count)).reply.etag());
    return estate_.Ask(caller, &Counts::ConfirmCount, request);
  }

  Estate estate_;
  rpc::v1::Caller clerk_ = Estate::Clerk();
};

TEST_F(CountsTest, StartWithALineForEveryAssetInTheBooks) {
  const auto harvester = estate_.Have("收割机");
  estate_.Have("插秧机");
  estate_.Have("水泵", kLake);
  const auto count = estate_.HaveCount(clerk_);
  EXPECT_EQ(count.line_count(), 2);
  EXPECT_EQ(count.uncounted_line_count(), 2);
  const auto lines = Lines(count.name());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].asset(), harvester.name());
  EXPECT_EQ(lines[0].display_name(), "收割机");
  EXPECT_EQ(lines[0].book_quantity_e3(), 3'000);
  EXPECT_EQ(lines[0].book_value_fen(), 1'234'500);
  EXPECT_FALSE(lines[0].has_counted_quantity_e3());
  v1::StartCountRequest second;
  second.set_parent("counties/7");
  second.set_request_id(NewRequestId());
  second.set_collective(CollectiveAt(kHill));
  second.set_display_name("又一次");
  *second.mutable_count_date() = count.count_date();
  const auto refused = estate_.Ask(clerk_, &Counts::StartCount, second);
  EXPECT_EQ(refused.reason(), "COUNT_UNDER_WAY");
  EXPECT_EQ(refused.metadata("count"), count.name());
  second.set_request_id(NewRequestId());
  second.mutable_count_date()->set_day(21);
  EXPECT_EQ(estate_.Ask(clerk_, &Counts::StartCount, second).reason(), "DATE_UNFIT");
}

TEST_F(CountsTest, BecomeTheBooksWhenASecondPersonSigns) {
  const auto same = estate_.Have("收割机");
  const auto fewer = estate_.Have("插秧机");
  const auto gone = estate_.Have("水泵");
  const auto count = estate_.HaveCount(clerk_);
  const auto lines = Lines(count.name());
  const auto recorded =
      Record(count.name(), {Seen(lines[0].name(), 3'000, 1'234'500),
                            Seen(lines[1].name(), 2'000, 800'000, "一台报废"),
                            Seen(lines[2].name(), 0, 0, "被盗"), Found("粉碎机", 4'000)});
  ASSERT_TRUE(recorded.ok()) << recorded.reason();
  EXPECT_EQ(recorded.reply.lines(1).quantity_difference_e3(), -1'000);
  EXPECT_EQ(recorded.reply.lines(1).value_difference_fen(), -434'500);
  EXPECT_TRUE(recorded.reply.lines(3).found());
  EXPECT_EQ(estate_.Look(fewer.name()).quantity_e3(), 3'000) << "not signed yet";
  const auto supervisor = Estate::Officer(rpc::v1::ROLE_SUPERVISOR, kHill);
  const auto signed_count = Confirm(count.name(), supervisor);
  ASSERT_TRUE(signed_count.ok()) << signed_count.reason();
  EXPECT_EQ(signed_count.reply.state(), v1::CountSession::STATE_CONFIRMED);
  EXPECT_EQ(signed_count.reply.differing_line_count(), 3);
  EXPECT_EQ(estate_.Look(same.name()).etag(), same.etag());
  EXPECT_EQ(estate_.Look(fewer.name()).quantity_e3(), 2'000);
  EXPECT_EQ(estate_.Look(fewer.name()).book_value_fen(), 800'000);
  EXPECT_EQ(estate_.Look(gone.name()).state(), v1::Asset::STATE_RETIRED);
  const auto after = Lines(count.name());
  ASSERT_EQ(after.size(), 4u);
  const auto found = estate_.Look(after[3].asset());
  EXPECT_EQ(found.display_name(), "粉碎机");
  EXPECT_EQ(found.quantity_e3(), 4'000);
  EXPECT_EQ(found.owners_size(), 1);
  EXPECT_EQ(after[1].confirmed_quantity_e3(), 2'000);
  v1::ListAssetEventsRequest events;
  events.set_parent(fewer.name());
  const auto last = estate_.Ask(clerk_, &Assets::ListAssetEvents, events).reply.events(1);
  EXPECT_EQ(last.kind(), v1::AssetEvent::KIND_COUNTED);
  EXPECT_EQ(last.cause(), count.name());
  EXPECT_EQ(last.reason(), "一台报废");
}

TEST_F(CountsTest, AreSignedByNobodyWhoMadeThem) {
  auto both = Estate::Officer(rpc::v1::ROLE_SUPERVISOR, kHill);
  auto* clerk = both.add_roles();
  clerk->set_role(rpc::v1::ROLE_VILLAGE_CLERK);
  clerk->set_org_path(kHill);
  estate_.Have("收割机");
  const auto count = estate_.HaveCount(both);
  EXPECT_EQ(Confirm(count.name(), both).reason(), "SAME_PERSON");
  const auto line = Lines(count.name())[0].name();
  const auto supervisor = Estate::Officer(rpc::v1::ROLE_SUPERVISOR, kHill);
  EXPECT_EQ(Confirm(count.name(), supervisor).reason(), "COUNT_INCOMPLETE");
  clerk_ = supervisor;
  clerk_.mutable_roles(0)->set_role(rpc::v1::ROLE_VILLAGE_CLERK);
  ASSERT_TRUE(Record(count.name(), {Seen(line, 3'000, 1'234'500)}).ok());
  EXPECT_EQ(Confirm(count.name(), supervisor).reason(), "SAME_PERSON") << "the same person counted";
  EXPECT_TRUE(Confirm(count.name(), Estate::Approver()).ok());
}

TEST_F(CountsTest, AreSignedAsTheyWereRead) {
  estate_.Have("收割机");
  const auto count = estate_.HaveCount(clerk_);
  const auto line = Lines(count.name())[0].name();
  ASSERT_TRUE(Record(count.name(), {Seen(line, 3'000, 1'234'500)}).ok());
  auto request = Named<v1::ConfirmCountRequest>(count.name());
  request.set_etag(count.etag());
  EXPECT_EQ(estate_.Ask(Estate::Approver(), &Counts::ConfirmCount, request).reason(), "ETAG_STALE");
}

TEST_F(CountsTest, WantTheBooksOfNow) {
  const auto asset = estate_.Have("收割机");
  const auto count = estate_.HaveCount(clerk_);
  const auto line = Lines(count.name())[0].name();
  ASSERT_TRUE(Record(count.name(), {Seen(line, 3'000, 1'234'500)}).ok());
  v1::UpdateAssetRequest update;
  update.set_request_id(NewRequestId());
  update.mutable_asset()->set_name(asset.name());
  update.mutable_asset()->set_quantity_e3(5'000);
  update.mutable_update_mask()->add_paths("quantity_e3");
  ASSERT_TRUE(estate_.Ask(clerk_, &Assets::UpdateAsset, update).ok());
  const auto refused = Confirm(count.name(), Estate::Approver());
  EXPECT_EQ(refused.reason(), "COUNT_BOOKS_CHANGED");
  EXPECT_EQ(refused.metadata("line"), line);
  EXPECT_EQ(Record(count.name(), {Seen(line, 3'000, 1'234'500)}).reason(), "COUNT_REASON_MISSING");
  ASSERT_TRUE(Record(count.name(), {Seen(line, 5'000, 1'234'500)}).ok());
  EXPECT_TRUE(Confirm(count.name(), Estate::Approver()).ok());
}

TEST_F(CountsTest, NeverChangeOnceTheyAreOver) {
  estate_.Have("收割机");
  const auto count = estate_.HaveCount(clerk_);
  const auto line = Lines(count.name())[0].name();
  ASSERT_TRUE(Record(count.name(), {Seen(line, 3'000, 1'234'500)}).ok());
  ASSERT_TRUE(Confirm(count.name(), Estate::Approver()).ok());
  EXPECT_EQ(Record(count.name(), {Seen(line, 2'000, 1, "又少了")}).reason(), "COUNT_ENDED");
  EXPECT_EQ(Confirm(count.name(), Estate::Approver()).reason(), "COUNT_ENDED");
  auto cancel = Named<v1::CancelCountRequest>(count.name());
  cancel.set_reason("算错了");
  EXPECT_EQ(estate_.Ask(clerk_, &Counts::CancelCount, cancel).reason(), "COUNT_ENDED");
  const auto next = estate_.HaveCount(clerk_);
  cancel = Named<v1::CancelCountRequest>(next.name());
  cancel.set_reason("算错了");
  const auto cancelled = estate_.Ask(clerk_, &Counts::CancelCount, cancel);
  EXPECT_EQ(cancelled.reply.state(), v1::CountSession::STATE_CANCELLED);
  v1::ListCountsRequest request;
  request.set_parent("counties/7");
  EXPECT_EQ(estate_.Ask(clerk_, &Counts::ListCounts, request).reply.counts_size(), 2);
  request.set_state(v1::CountSession::STATE_CONFIRMED);
  EXPECT_EQ(estate_.Ask(clerk_, &Counts::ListCounts, request).reply.counts(0).name(), count.name());
}

TEST_F(CountsTest, RefuseLinesThatAreNone) {
  estate_.Have("收割机");
  const auto count = estate_.HaveCount(clerk_);
  const auto other = estate_.HaveCount(Estate::Clerk(kLake), kLake);
  const auto line = Lines(count.name())[0].name();
  v1::CountedAsset both = Found("粉碎机", 1'000);
  both.set_line(line);
  v1::CountedAsset half = Found("粉碎机", 500);
  v1::CountedAsset unfit = Found("粉碎机", 1'000);
  unfit.mutable_found()->set_right_type(v1::RIGHT_TYPE_FOREST);
  const std::string strange = other.name() + "/lines/" + NewRequestId();
  EXPECT_EQ(Record(count.name(), {both}).reason(), "COUNT_LINE_UNKNOWN");
  EXPECT_EQ(Record(count.name(), {Seen("", 1, 1)}).reason(), "COUNT_LINE_UNKNOWN");
  EXPECT_EQ(Record(count.name(), {Seen(strange, 1, 1)}).reason(), "COUNT_LINE_UNKNOWN");
  EXPECT_EQ(Record(count.name(), {half}).reason(), "QUANTITY_UNFIT");
  EXPECT_EQ(Record(count.name(), {unfit}).reason(), "RIGHT_UNFIT");
  EXPECT_EQ(Record(count.name(), {Seen(line, 1'000, 0)}).reason(), "COUNT_REASON_MISSING");
}

}  // namespace
}  // namespace qianmo::registry
