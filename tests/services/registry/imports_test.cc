// Tables of households: what is in them arrives at once and only when somebody else confirms it,
// what is wrong in them is said row by row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "registry/bad_rows.h"
#include "registry/checked_part.h"
#include "registry/household_check.h"
#include "registry/household_loading_store.h"
#include "registry/import_kinds.h"
#include "registry/import_place_store.h"
#include "registry/import_store.h"
#include "registry/import_table.h"
#include "registry/imports_service.h"
#include "registry/made_file_store.h"
#include "registry/ready_household_store.h"
#include "services/registry/import_desk.h"

namespace qianmo::registry {
namespace {

using State = v1::Import;
using Fault = v1::ImportFault;

constexpr char kHead[] =
    "集体,户号,与户主关系,姓名,性别,身份证号,联系电话,住址,开户银行,账户名,银行账号,成员股,"
    "土地股\r\n";

// A member of the desk's village: odd serials are men.
std::string Row(const std::string& village, int household, const std::string& relation, int serial,
                const std::string& units = "1,0.5") {
  const std::string number = IdNumber(serial);
  const bool man = (number[16] - '0') % 2 == 1;
  const std::string bank =
      relation == "户主" ? "农商行,户主,62309900000" + std::to_string(serial) : ",,";
  return village + "," + std::to_string(household) + "," + relation + ",成员" +
         std::to_string(serial) + "," + (man ? "男" : "女") + "," + number + ",1391111" +
         std::to_string(1000 + serial) + ",一号," + bank + "," + units + "\r\n";
}

class ImportsTest : public testing::Test {
 protected:
  std::string Village() { return desk_.county().village().display_name(); }
  // Households of two, from `first` on.
  std::string Table(int first, int households) {
    std::string table = kHead;
    for (int i = first; i < first + households; ++i) {
      table += Row(Village(), i, "户主", 2 * i) + Row(Village(), i, "配偶", 2 * i + 1);
    }
    return table;
  }
  ImportEnd Check(const std::string& content) { return desk_.Check(desk_.maker(), content); }

  ImportDesk desk_;
};

TEST_F(ImportsTest, ArriveWithMembersAndUnitsWhenSomebodyElseConfirms) {
  const auto checked = Check(Table(1, 3));
  ASSERT_TRUE(checked.ok) << checked.reason;
  EXPECT_EQ(checked.import.state(), State::STATE_CHECKED);
  EXPECT_EQ(checked.import.row_count(), 6);
  EXPECT_EQ(checked.import.ready_count(), 3);
  EXPECT_EQ(checked.import.faults_size(), 0);
  EXPECT_EQ(checked.import.bad_rows_file(), "");
  EXPECT_EQ(desk_.Contents(), "0 0 0 0 0 0") << "a check changes nothing";
  const auto loaded = desk_.Confirm(desk_.checker(), checked.import.name());
  ASSERT_TRUE(loaded.ok) << loaded.reason;
  EXPECT_EQ(loaded.import.state(), State::STATE_LOADED);
  EXPECT_EQ(desk_.Contents(), "3 6 6 15 6 900");
  EXPECT_EQ(desk_.county().archive().Query("SELECT count(*) FROM registry.import_household"), "0");
  EXPECT_EQ(desk_.county().archive().Query("SELECT count(*) FROM registry.import_member"), "0");
}

TEST_F(ImportsTest, AreFoundByTheMethodsOfHouseholdsAndMembers) {
  const auto checked = Check(Table(1, 1));
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), checked.import.name()).ok);
  v1::ListHouseholdsRequest list;
  list.set_parent(kCountyName);
  list.set_text("成员2");
  const auto found = desk_.county().Ask(desk_.maker(), &Households::ListHouseholds, list);
  ASSERT_EQ(found.reply.households_size(), 1);
  EXPECT_EQ(found.reply.households(0).number(), "1");
  EXPECT_EQ(found.reply.households(0).bank_account(), "********0002");
  v1::FindMembersRequest find;
  find.set_parent(kCountyName);
  find.set_id_number(IdNumber(3));
  const auto member = desk_.county().Ask(desk_.maker(), &Members::FindMembers, find);
  ASSERT_EQ(member.reply.members_size(), 1);
  EXPECT_EQ(member.reply.members(0).relation(), v1::HOUSEHOLD_RELATION_SPOUSE);
  EXPECT_EQ(desk_.county().Roll(desk_.county().village(), "2025-12-31").size(), 0u);
  EXPECT_EQ(desk_.county().Roll(desk_.county().village(), "2026-01-01").size(), 2u);
}

TEST_F(ImportsTest, ChangeNothingTheSecondTime) {
  const std::string table = Table(1, 3);
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), Check(table).import.name()).ok);
  const std::string before = desk_.Contents();
  const auto again = Check(table);
  EXPECT_EQ(again.import.state(), State::STATE_CHECKED);
  EXPECT_EQ(again.import.unchanged_count(), 3);
  EXPECT_EQ(again.import.ready_count(), 0);
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), again.import.name()).ok);
  EXPECT_EQ(desk_.Contents(), before);
}

TEST_F(ImportsTest, NeverChangeWhoIsThere) {
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), Check(Table(1, 1)).import.name()).ok);
  const auto other =
      Check(kHead + Row(Village(), 1, "户主", 2, "7,0.5") + Row(Village(), 1, "配偶", 3));
  EXPECT_EQ(other.import.state(), State::STATE_REFUSED);
  ASSERT_GE(other.import.faults_size(), 1);
  EXPECT_EQ(other.import.faults(0).problem(), Fault::PROBLEM_DIFFERS);
}

TEST_F(ImportsTest, AreNotConfirmedByWhoeverBroughtThem) {
  auto both = County::Officer(rpc::v1::ROLE_TOWNSHIP_AGENT, desk_.county().township().org_path());
  auto* held = both.add_roles();
  held->set_role(rpc::v1::ROLE_TOWNSHIP_APPROVER);
  held->set_org_path(desk_.county().township().org_path());
  const auto checked = desk_.Check(both, Table(1, 1));
  ASSERT_TRUE(checked.ok) << checked.reason;
  EXPECT_EQ(desk_.Confirm(both, checked.import.name()).reason, "SAME_PERSON");
  both.set_account_id(NewRequestId());  // another account of the same person
  EXPECT_EQ(desk_.Confirm(both, checked.import.name()).reason, "SAME_PERSON");
  EXPECT_TRUE(desk_.Confirm(desk_.checker(), checked.import.name()).ok);
  EXPECT_EQ(desk_.Confirm(desk_.checker(), checked.import.name()).reason, "IMPORT_NOT_CHECKED");
}

TEST_F(ImportsTest, SayOfEveryBadRowWhereAndWhy) {
  const std::string village = Village();
  const std::string sister = desk_.county().sister().display_name();
  const auto checked =
      Check(kHead + Row(village, 1, "户主", 2) + Row("没有这个村", 2, "户主", 4) +
            Row(sister, 3, "户主", 6) + Row(village, 4, "配偶", 8) + Row(village, 5, "户主", 2) +
            village + ",6,户主,=1+1,,12345,139,,,,,x,\r\n" + Row(village, 1, "儿子", 10));
  EXPECT_EQ(checked.import.state(), State::STATE_REFUSED);
  std::vector<std::tuple<int, int, std::string, int>> faults;
  for (const auto& fault : checked.import.faults()) {
    faults.emplace_back(fault.line(), fault.position(), fault.column(), fault.problem());
  }
  EXPECT_THAT(faults, testing::UnorderedElementsAre(
                          std::tuple(3, 1, "集体", Fault::PROBLEM_COLLECTIVE_UNKNOWN),
                          std::tuple(4, 1, "集体", Fault::PROBLEM_COLLECTIVE_OUTSIDE),
                          std::tuple(5, 0, "", Fault::PROBLEM_NO_HEAD),
                          std::tuple(6, 6, "身份证号", Fault::PROBLEM_ID_NUMBER_TWICE),
                          std::tuple(7, 4, "姓名", Fault::PROBLEM_FORMULA),
                          std::tuple(7, 6, "身份证号", Fault::PROBLEM_MALFORMED),
                          std::tuple(7, 7, "联系电话", Fault::PROBLEM_MALFORMED),
                          std::tuple(7, 12, "成员股", Fault::PROBLEM_MALFORMED),
                          std::tuple(8, 2, "户号", Fault::PROBLEM_TWICE),
                          std::tuple(8, 0, "", Fault::PROBLEM_NO_HEAD)));
  EXPECT_EQ(checked.import.bad_row_count(), 6);
  EXPECT_EQ(desk_.Confirm(desk_.checker(), checked.import.name()).reason, "IMPORT_NOT_CHECKED");
}

TEST_F(ImportsTest, SkipBadRowsOnRequestAndGiveThemBackAsAFile) {
  auto request = desk_.Table(
      desk_.maker(), Table(1, 2) + Row(Village(), 3, "户主", 2) + Row(Village(), 3, "配偶", 99));
  request.set_skip_bad_rows(true);
  const auto checked = desk_.Check(desk_.maker(), request);
  EXPECT_EQ(checked.import.state(), State::STATE_CHECKED);
  EXPECT_EQ(checked.import.ready_count(), 2);
  EXPECT_EQ(checked.import.bad_row_count(), 2);
  const auto file =
      desk_.county().archive().Download(desk_.maker(), checked.import.bad_rows_file()).reply;
  EXPECT_THAT(file.data(), testing::HasSubstr("土地股,原因\r\n"));
  EXPECT_THAT(file.data(), testing::HasSubstr("身份证号：在表中重复\r\n"));
  EXPECT_THAT(file.data(), testing::HasSubstr("本户其他行有错\r\n"));
  EXPECT_THAT(file.data(), testing::Not(testing::HasSubstr("成员4")));
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), checked.import.name()).ok);
  const auto again = desk_.Check(desk_.maker(), desk_.Table(desk_.maker(), file.data()));
  EXPECT_EQ(again.import.faults(0).problem(), Fault::PROBLEM_ID_NUMBER_TAKEN)
      << "the file can be imported as it is, once it is put right";
}

TEST_F(ImportsTest, ReadGb18030) {
  // 集体,户号,关系,姓名 and 柳树村,1,户主,张三
  const auto checked = Check(
      "\xbc\xaf\xcc\xe5,\xbb\xa7\xba\xc5,\xb9\xd8\xcf\xb5,\xd0\xd5\xc3\xfb\n"
      "\xc1\xf8\xca\xf7\xb4\xe5,1,\xbb\xa7\xd6\xf7,\xd5\xc5\xc8\xfd\n");
  ASSERT_TRUE(checked.ok) << checked.reason;
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), checked.import.name()).ok)
      << checked.import.ShortDebugString();
  EXPECT_EQ(desk_.county().archive().Query("SELECT name FROM registry.member"), "张三");
}

TEST_F(ImportsTest, RefuseWhatIsNoTableOfHouseholds) {
  struct Case {
    const char* what;
    std::string content;
    const char* reason;
  };
  const std::string row = Row(Village(), 1, "户主", 2);
  for (const Case& one :
       {Case{"zeros", std::string(1 << 20, '\0'), "IMPORT_NOT_TEXT"},
        Case{"a picture", "\x89PNG\r\n\x1a\n", "IMPORT_NOT_TEXT"},
        Case{"another encoding", "\xff\xfe\xff", "IMPORT_NOT_TEXT"},
        Case{"empty lines", "\n\n", "IMPORT_EMPTY"},
        Case{"an endless line", std::string(1 << 20, 'a'), "IMPORT_MALFORMED"},
        Case{"no head", row, "IMPORT_COLUMN_UNKNOWN"},
        Case{"an extra column", "集体,户号,关系,姓名,鞋码\n", "IMPORT_COLUMN_UNKNOWN"},
        Case{"a column twice", "集体,户号,关系,姓名,name\n", "IMPORT_COLUMN_TWICE"},
        Case{"a column missing", "集体,关系,姓名\n", "IMPORT_COLUMN_MISSING"},
        Case{"broken in the middle", kHead + row + "a\"b\n", "IMPORT_MALFORMED"}}) {
    EXPECT_EQ(Check(one.content).reason, one.reason) << one.what;
  }
  EXPECT_EQ(desk_.Contents(), "0 0 0 0 0 0");
}

TEST_F(ImportsTest, RefuseATableOfAHeadAlone) { EXPECT_EQ(Check(kHead).reason, "IMPORT_EMPTY"); }

TEST_F(ImportsTest, TellAFewFaultsOfARowAndStopWhenEverythingIsWrong) {
  const std::string formulas = "=1,=1,=1,=1,=1,=1,=1,=1,=1,=1,=1,=1,=1,=1,=1,=1,=1,=1\r\n";
  const auto one = Check(kHead + formulas);
  EXPECT_LT(one.import.faults_size(), 20);
  std::string all = kHead;
  for (int i = 0; i < 20'000; ++i) all += formulas;
  EXPECT_EQ(Check(all).reason, "IMPORT_TOO_BAD");
  EXPECT_EQ(desk_.county().archive().Query("SELECT refusal FROM registry.import ORDER BY id DESC"),
            "IMPORT_TOO_BAD");
  EXPECT_LT(std::stoi(desk_.county().archive().Query("SELECT count(*) FROM registry.import_fault")),
            120'000);
}

TEST_F(ImportsTest, TakeAFormulaNoMoreWhenItComesBackBehindAGuard) {
  auto request = desk_.Table(desk_.maker(), kHead + Row(Village(), 1, "户主", 2) + Village() +
                                                ",2,户主,=1+1,,,,,,,,,\r\n");
  request.set_skip_bad_rows(true);
  const auto checked = desk_.Check(desk_.maker(), request);
  EXPECT_EQ(checked.import.bad_row_count(), 1);
  const auto file =
      desk_.county().archive().Download(desk_.maker(), checked.import.bad_rows_file()).reply;
  const auto again = Check(file.data());
  EXPECT_EQ(again.import.ready_count(), 0) << "it is a formula still";
}

TEST_F(ImportsTest, TellNobodyWhoIsAMemberElsewhere) {
  County& county = desk_.county();
  ASSERT_FALSE(county.Settle(county.far_village(), 2).name().empty());
  const auto refused = Check(Table(1, 2));
  EXPECT_EQ(refused.reason, "IMPORT_MEMBERS_ELSEWHERE");
  const auto now = desk_.Ask(desk_.maker(), &Imports::ListImports, [] {
    v1::ListImportsRequest request;
    request.set_parent(kCountyName);
    return request;
  }());
  ASSERT_EQ(now.reply.imports_size(), 1);
  EXPECT_EQ(now.reply.imports(0).refusal(), "IMPORT_MEMBERS_ELSEWHERE");
  EXPECT_EQ(now.reply.imports(0).faults_size(), 0) << "no line is named";
}

TEST_F(ImportsTest, WaitAgainWhenTheirLoadingIsStopped) {
  const auto checked = Check(Table(1, 1));
  const auto begun = desk_.Ask(desk_.checker(), &Imports::ConfirmImport,
                               Named<v1::ConfirmImportRequest>(checked.import.name()));
  desk_.county().archive().database().Execute(
      "UPDATE registry.operation SET cancel_requested = true WHERE state = 1");
  const auto end = desk_.Await(desk_.checker(), begun.reply.name());
  const auto now = desk_.Ask(desk_.maker(), &Imports::GetImport,
                             Named<v1::GetImportRequest>(checked.import.name()));
  // It may have been quicker.
  EXPECT_EQ(now.reply.state(), end.ok ? State::STATE_LOADED : State::STATE_CHECKED) << end.reason;
  if (!end.ok) {
    EXPECT_TRUE(desk_.Confirm(desk_.checker(), checked.import.name()).ok);
  }
}

TEST_F(ImportsTest, TakeNoFileOfSomebodyElse) {
  auto request = desk_.Table(desk_.checker(), Table(1, 1));
  EXPECT_EQ(desk_.Check(desk_.maker(), request).reason, "FILE_NOT_FOUND");
}

TEST_F(ImportsTest, DoNotArriveWhenTheRegistryChangedMeanwhile) {
  const auto first = Check(Table(1, 2));
  const auto second = Check(Table(2, 2));
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), first.import.name()).ok);
  const std::string before = desk_.Contents();
  EXPECT_EQ(desk_.Confirm(desk_.checker(), second.import.name()).reason, "IMPORT_STALE");
  EXPECT_EQ(desk_.Contents(), before) << "nothing of it arrived";
  const auto now = desk_.Ask(desk_.maker(), &Imports::GetImport,
                             Named<v1::GetImportRequest>(second.import.name()));
  EXPECT_EQ(now.reply.state(), State::STATE_REFUSED);
}

TEST_F(ImportsTest, AreWithdrawnAndForgotten) {
  const auto checked = Check(Table(1, 1));
  const auto withdraw = Named<v1::WithdrawImportRequest>(checked.import.name());
  EXPECT_EQ(desk_.Ask(desk_.maker(), &Imports::WithdrawImport, withdraw).reply.state(),
            State::STATE_WITHDRAWN);
  EXPECT_EQ(desk_.Confirm(desk_.checker(), checked.import.name()).reason, "IMPORT_NOT_CHECKED");
  EXPECT_EQ(desk_
                .Ask(desk_.maker(), &Imports::WithdrawImport,
                     Named<v1::WithdrawImportRequest>(checked.import.name()))
                .reason(),
            "IMPORT_ENDED");
  EXPECT_EQ(desk_.county().archive().Query("SELECT count(*) FROM registry.import_member"), "0");
}

TEST_F(ImportsTest, AreCheckedInPartsThatNeverCutAHousehold) {
  const auto checked = Check(Table(1, 4'100));
  ASSERT_TRUE(checked.ok) << checked.reason;
  EXPECT_EQ(checked.import.ready_count(), 4'100) << checked.import.ShortDebugString();
  EXPECT_EQ(checked.import.row_count(), 8'200);
  ASSERT_TRUE(desk_.Confirm(desk_.checker(), checked.import.name()).ok);
  EXPECT_EQ(desk_.county().archive().Query("SELECT count(*) FROM registry.member"), "8200");
}

TEST_F(ImportsTest, KeepNothingPersonalInClear) {
  const auto checked = Check(Table(1, 1));
  for (const char* table : {"import_member", "import_household", "import_fault"}) {
    const auto text = desk_.county().archive().Query(
        std::string("SELECT coalesce(string_agg(t::text, ''), '') FROM registry.") + table + " t");
    for (const std::string& secret : {IdNumber(2), std::string("13911111002"),
                                      std::string("623099000002"), std::string("19800101")}) {
      EXPECT_EQ(text.find(secret), text.npos) << table;
      EXPECT_EQ(text.find(ToHex(secret)), text.npos) << table << ", in a byte string";
    }
  }
}

}  // namespace
}  // namespace qianmo::registry
