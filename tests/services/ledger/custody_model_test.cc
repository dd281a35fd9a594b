// Anything in any order, now and then twice: a model that is nothing but sums predicts every answer
// and what there is in the end.
#include <cstdlib>
#include <random>

#include <gtest/gtest.h>

#include "base/time_text.h"
#include "services/ledger/vault.h"

namespace qianmo::ledger {
namespace {

constexpr int kCustodyOperations = 1000;
constexpr int kLookEvery = 50;

int OperationsWanted() {
  const char* wanted = std::getenv("QIANMO_CUSTODY_OPERATIONS");
  return wanted == nullptr ? kCustodyOperations : std::atoi(wanted);
}

struct ModelHold {
  std::string name;
  Bidding bidding;
  std::int64_t expected;
  v1::Hold::State state = v1::Hold::STATE_WAITING;
  std::map<PartKind, std::int64_t> parts = {};

  std::int64_t open() const {
    if (state != v1::Hold::STATE_FUNDED) return 0;
    std::int64_t rest = expected;
    for (const auto& [kind, fen] : parts) rest -= fen;
    return rest;
  }
};

struct ModelItem {
  std::string name;
  std::int64_t fen;
  std::size_t hold;
  v1::SuspenseItem::State state = v1::SuspenseItem::STATE_WAITING;
};

class CustodyModel : public testing::Test {
 protected:
  std::size_t Pick(std::size_t below) { return dice_() % below; }
  ModelHold& AnyHold() { return holds_[Pick(holds_.size())]; }

  void Open() {
    const Bidding bidding = Vault::Bidder(static_cast<int>(holds_.size()) + 1);
    const auto fen = static_cast<std::int64_t>(Pick(5) + 1) * 10;
    holds_.push_back({vault_.Open(lots_[Pick(lots_.size())], bidding, fen).name(), bidding, fen});
  }

  void Pay() {
    const std::size_t at = Pick(holds_.size());
    ModelHold& hold = holds_[at];
    Credit credit = vault_.CreditFor(vault_.See(hold.name), hold.bidding);
    if (Pick(4) == 0) credit.amount += Fen(1);
    if (Pick(6) == 0) credit.payer_account += "9";
    const bool fits = hold.state == v1::Hold::STATE_WAITING &&
                      credit.amount == Fen(hold.expected) &&
                      credit.payer_account == hold.bidding.account.account_number;
    const CreditOutcome outcome = vault_.Take({credit}).front();
    EXPECT_EQ(outcome.hold.has_value(), fits);
    if (fits) hold.state = v1::Hold::STATE_FUNDED;
    if (!outcome.suspense) return;
    items_.push_back(
        {"counties/7/suspenseItems/" + outcome.suspense->ToString(), credit.amount.count(), at});
  }

  static std::string Expected(const ModelHold& hold, std::int64_t fen) {
    if (hold.state == v1::Hold::STATE_WAITING) return "HOLD_NOT_FUNDED";
    if (hold.state != v1::Hold::STATE_FUNDED) return "HOLD_ENDED";
    return fen > hold.open() ? "HOLD_SHORT" : "";
  }

  void Resolve() {
    ModelHold& hold = AnyHold();
    const auto kind = static_cast<PartKind>(Pick(3) + 1);
    auto fen = static_cast<std::int64_t>(Pick(20));
    const std::string expected = Expected(hold, fen);
    const std::string reason = Ask(hold.name, kind, fen);
    EXPECT_EQ(reason, expected);
    if (!reason.empty()) return;
    if (fen == 0) fen = hold.open();
    hold.parts[kind] += fen;
    if (hold.open() == 0) hold.state = v1::Hold::STATE_RESOLVED;
  }

  // Every fourth comes twice, and gets the same answer.
  template <class Request>
  std::string AskTwice(const rpc::v1::Caller& caller,
                       grpc::Status (Holds::*method)(grpc::ClientContext*, const Request&,
                                                     v1::Hold*),
                       const Request& request) {
    const auto first = vault_.Ask(caller, method, request);
    if (Pick(4) == 0) {
      const auto again = vault_.Ask(caller, method, request);
      EXPECT_EQ(again.reply.SerializeAsString(), first.reply.SerializeAsString());
      EXPECT_EQ(again.reason(), first.reason());
    }
    return first.reason();
  }
  std::string Ask(const std::string& hold, PartKind kind, std::int64_t fen) {
    if (kind == PartKind::kCapture) {
      return AskTwice(vault_.approver(), &Holds::CaptureHold, vault_.NewCapture(hold, fen));
    }
    if (kind == PartKind::kRelease) {
      auto request = Named<v1::ReleaseHoldRequest>(hold);
      request.set_amount_fen(fen);
      return AskTwice(vault_.officer(), &Holds::ReleaseHold, request);
    }
    auto request = Named<v1::ForfeitHoldRequest>(hold);
    request.set_amount_fen(fen);
    request.set_reason("悔拍");
    return AskTwice(vault_.approver(), &Holds::ForfeitHold, request);
  }

  // Applied where it fits, else sent back.
  void Decide() {
    if (items_.empty()) return;
    ModelItem& item = items_[Pick(items_.size())];
    ModelHold& hold = holds_[item.hold];
    auto propose = Named<v1::ProposeSuspenseRequest>(item.name);
    propose.set_hold(hold.name);
    propose.set_reason("核对无误");
    propose.set_bank_name("工商银行");
    const bool waits = item.state == v1::SuspenseItem::STATE_WAITING;
    const bool fits = waits && hold.state == v1::Hold::STATE_WAITING && item.fen == hold.expected;
    EXPECT_EQ(vault_.Ask(vault_.officer(), &SuspenseDesk::ProposeSuspense, propose).ok(), fits);
    if (fits) {
      const auto applied = vault_.Ask(vault_.approver(), &SuspenseDesk::ApplySuspense,
                                      Named<v1::ApplySuspenseRequest>(item.name));
      EXPECT_TRUE(applied.ok()) << applied.reason();
      item.state = v1::SuspenseItem::STATE_APPLIED;
      hold.state = v1::Hold::STATE_FUNDED;
      return;
    }
    auto give_back = Named<v1::ReturnSuspenseRequest>(item.name);
    give_back.set_reason("退回");
    give_back.set_bank_name("工商银行");
    EXPECT_EQ(vault_.Ask(vault_.officer(), &SuspenseDesk::ReturnSuspense, give_back).ok(), waits);
    if (waits) item.state = v1::SuspenseItem::STATE_RETURNED;
  }

  void Step() {
    const std::size_t die = Pick(20);
    if (holds_.empty() || die < 3) return Open();
    if (die < 8) return Pay();
    if (die < 16) return Resolve();
    if (die < 19) return Decide();
    vault_.BankPaysAll();
  }

  Vault vault_;
  std::mt19937 dice_{11};
  const std::vector<std::string> lots_ = {NewLot(), NewLot(), NewLot()};
  std::vector<ModelHold> holds_;
  std::vector<ModelItem> items_;
};

TEST_F(CustodyModel, PredictsEveryAnswerAndEveryBalance) {
  for (int i = 0; i < OperationsWanted(); ++i) {
    SCOPED_TRACE(i);
    Step();
    if (i % kLookEvery == 0) {
      EXPECT_EQ(vault_.UnsoundCustody(), "");
    }
    if (HasFailure()) return;
  }
  std::int64_t open = 0, waiting = 0;
  for (const ModelHold& hold : holds_) {
    const auto seen = vault_.See(hold.name);
    EXPECT_EQ(seen.state(), hold.state);
    EXPECT_EQ(seen.open_fen(), hold.open());
    const auto part = [&](PartKind kind) {
      return hold.parts.contains(kind) ? hold.parts.at(kind) : 0;
    };
    EXPECT_EQ(seen.captured_fen(), part(PartKind::kCapture));
    EXPECT_EQ(seen.released_fen(), part(PartKind::kRelease));
    EXPECT_EQ(seen.forfeited_fen(), part(PartKind::kForfeit));
    open += hold.open();
  }
  for (const ModelItem& item : items_) {
    waiting += item.state == v1::SuspenseItem::STATE_WAITING ? item.fen : 0;
  }
  const auto balance = [&](const char* code) {
    return vault_.bureau().Query(
        std::string("SELECT b.balance_fen FROM ledger.balance b JOIN ledger.books k"
                    " ON k.id = b.books_id WHERE k.kind = 3 AND b.code = '") +
        code + "'");
  };
  EXPECT_EQ(balance("201"), std::to_string(open));
  EXPECT_EQ(balance("204"), std::to_string(waiting));
}

}  // namespace
}  // namespace qianmo::ledger
