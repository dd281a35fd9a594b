// Offices in a collective: one chair, one chief supervisor, and nobody on both sides.
#include "registry/domain/officer.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

Date Term(int year) { return Date(std::chrono::year(year) / 1 / 1); }

Officer Seated(Office office, const std::string& name, int from, std::optional<int> to = {}) {
  return {.id = OfficerId::Make(Time(std::chrono::days(20'000))),
          .office = office,
          .person_name = name,
          .start_date = Term(from),
          .end_date = to ? std::optional(Term(*to)) : std::nullopt};
}

TEST(DecideAppoint, LetsANewChairFollowTheOneBefore) {
  const std::vector<Officer> board = {Seated(Office::kBoardChair, "王一", 2021)};
  const auto next = DecideAppoint(board, Office::kBoardChair, "赵三", Term(2024));
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(*next, board[0].id);
  const auto member = DecideAppoint(board, Office::kBoardMember, "钱四", Term(2024));
  ASSERT_TRUE(member.ok());
  EXPECT_FALSE(member->has_value());
}

TEST(DecideAppoint, RefusesWhatDoesNotFitTheYearsOrThePerson) {
  struct Case {
    std::vector<Officer> officers;
    Office office;
    const char* name;
    int year;
    const char* reason;
  };
  for (const Case& one :
       std::initializer_list<Case>{{{Seated(Office::kBoardChair, "王一", 2021)},
                                    Office::kBoardChair,
                                    "赵三",
                                    2020,
                                    "OFFICER_HISTORY"},
                                   {{Seated(Office::kBoardChair, "王一", 2021, 2024)},
                                    Office::kBoardChair,
                                    "赵三",
                                    2023,
                                    "OFFICER_HISTORY"},
                                   {{Seated(Office::kBoardMember, "王一", 2021)},
                                    Office::kSupervisor,
                                    "王一",
                                    2023,
                                    "OFFICER_TWICE"},
                                   {{Seated(Office::kBoardMember, "王一", 2021, 2023)},
                                    Office::kSupervisor,
                                    "王一",
                                    2023,
                                    ""}}) {
    const auto decided = DecideAppoint(one.officers, one.office, one.name, Term(one.year));
    EXPECT_EQ(decided ? "" : decided.refusal().reason, one.reason) << one.year;
  }
}

TEST(DecideEndOffice, EndsAnOfficeOnceAndAfterItBegan) {
  EXPECT_TRUE(DecideEndOffice(Seated(Office::kSupervisor, "李二", 2021), Term(2022)).ok());
  EXPECT_FALSE(DecideEndOffice(Seated(Office::kSupervisor, "李二", 2021), Term(2021)).ok());
  EXPECT_FALSE(DecideEndOffice(Seated(Office::kSupervisor, "李二", 2021, 2023), Term(2022)).ok());
}

}  // namespace
}  // namespace qianmo::registry
