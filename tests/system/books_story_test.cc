// A story of books: opened, written in by a template, and what of them leaves the house.
#include <fstream>

#include "system/story.h"

namespace qianmo {
namespace {

using support::Answer;
using support::Field;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kFirstMonth[] = "{\"year\": 2024, \"month\": 1, \"day\": 1}";
constexpr char kMonth[] = "&month.year=2024&month.month=1&month.day=31";
constexpr char kMonths[] =
    "?firstMonth.year=2024&firstMonth.month=1&firstMonth.day=1"
    "&lastMonth.year=2024&lastMonth.month=1&lastMonth.day=1";

class BooksStory : public Story {
 protected:
  BooksStory()
      : agent_(SignInAsOfficer("demo.township")), approver_(SignInAsOfficer("demo.approver")) {
    const Answer opened =
        stack_.Post("/v1/counties/1/books",
                    Wish({{"kind", Quoted("KIND_COMMITTEE")},
                          {"collective", Quoted("counties/1/collectives/"
                                                "01900000-0000-7000-8000-00000000b001")},
                          {"displayName", Quoted("柳湾村")},
                          {"firstMonth", kFirstMonth}}),
                    agent_);
    EXPECT_EQ(opened.status, 200) << opened.body;
    books_ = "/v1/" + Field(opened.body, "name");
  }

  Answer Download(const std::string& what, std::vector<std::string> more = {}) {
    more.insert(more.end(), {"-H", "Authorization: Bearer " + agent_});
    return stack_.Curl(books_ + what, std::move(more));
  }

  std::string agent_, approver_, books_;
};

INSTANTIATE_TEST_SUITE_P(Split, BooksStory, testing::Values(support::Mode::kSplit), NameOfMode);

TEST_P(BooksStory, WhatATemplateWritesComesOutOnPaperAndForHledger) {
  const Answer filled =
      stack_.Get(books_ +
                     ":fillTemplate?template=rent_received_at_once&amountFen=123450"
                     "&date.year=2024&date.month=1&date.day=5"
                     "&contract=01900000-0000-7000-8000-00000000d001",
                 agent_);
  ASSERT_EQ(filled.status, 200) << filled.body;
  const Answer draft = stack_.Post(books_ + "/vouchers", Wish({{"voucher", filled.body}}), agent_);
  ASSERT_EQ(draft.status, 200) << draft.body;
  const Answer posted =
      stack_.Post("/v1/" + Field(draft.body, "name") + ":approve", Wish(), approver_);
  ASSERT_EQ(posted.status, 200) << posted.body;
  const Answer statement = stack_.Get(books_ + ":statement?kind=KIND_INCOME" + kMonth, agent_);
  EXPECT_THAT(statement.body, AllOf(HasSubstr("一、经营收入"), HasSubstr("123450")));
  const Answer pdf = Download(std::string(":exportStatement?kind=KIND_BALANCE_SHEET") + kMonth);
  EXPECT_EQ(pdf.status, 200) << pdf.body;
  EXPECT_THAT(pdf.body, StartsWith("%PDF"));
  EXPECT_THAT(pdf.head, AllOf(HasSubstr("application/pdf"),
                              HasSubstr("filename*=UTF-8''%E6%9F%B3%E6%B9%BE%E6%9D%91")));
  const Answer journal = Download(std::string(":exportJournal") + kMonths);
  const support::TemporaryFolder folder;
  const auto file = folder.path() / "books.journal";
  std::ofstream(file, std::ios::binary) << journal.body;
  const auto checked = support::RunToEnd({"hledger", "-f", file.string(), "check", "--strict"},
                                         {{"LC_ALL", "C.UTF-8"}});
  EXPECT_EQ(checked.code, 0) << checked.output << journal.body;
  EXPECT_THAT(journal.body, HasSubstr("102 银行存款  1234.50 CNY"));
  const Answer part =
      Download(std::string(":exportJournal") + kMonths, {"-H", "Range: bytes=2-10"});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "柳湾村");
}

}  // namespace
}  // namespace qianmo
