#include "ledger/bankfile/payout_check.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "ledger/bankfile/profile_check.h"
#include "ledger/bankfile/refusals.h"
#include "ledger/bankfile/value.h"
#include "sheet/encoder.h"
#include "sheet/formula.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr std::size_t kMostId = 35;
constexpr std::size_t kMostAccount = 34;
constexpr std::size_t kMostBankName = 140;
constexpr std::size_t kMostPayerName = 70;

// A text of the file: what it is called in refusals, and how long it may be.
struct FieldText {
  const char* field;
  const std::string& text;
  std::size_t most;
  bool needed;
};

enum class TextFault { kNone, kMissing, kTooLong, kBlanks, kCharacter };
struct TextVerdict {
  TextFault fault = TextFault::kNone;
  std::string character = {};
};

// What cannot be seen, or is no part of a line.
bool IsInvisible(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character[0]);
    return byte < 0x20 || byte == 0x7f;
  }
  // C1 controls, zero-width and direction marks, line separators, joiners, BOM, the two last of the
  // plane.
  if (character.size() == 2) return character[0] == '\xc2' && character[1] < '\xa0';
  if (character.starts_with("\xe2\x80")) {
    const auto last = static_cast<unsigned char>(character[2]);
    return (last >= 0x8b && last <= 0x8f) || (last >= 0xa8 && last <= 0xae);
  }
  if (character.starts_with("\xe2\x81")) {
    const auto last = static_cast<unsigned char>(character[2]);
    return last >= 0xa0 && last <= 0xaf;
  }
  return character == "\xef\xbb\xbf" || character == "\xef\xbf\xbe" || character == "\xef\xbf\xbf";
}

std::size_t CharacterBytes(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

class PayoutChecker {
 public:
  explicit PayoutChecker(const PayoutProfile& profile)
      : profile_(profile),
        charset_(profile.charset),
        encoding_(profile.form == FileForm::kCsv ? profile.csv.encoding : sheet::Encoding::kUtf8) {}

  Result<Done> Head(const PayoutHead& head) const {
    for (const FieldText& one :
         {FieldText{"id", head.id, kMostId, true},
          FieldText{"payer_name", head.payer_name, kMostPayerName, true},
          FieldText{"payer_account", head.payer_account, kMostAccount, true}}) {
      const TextVerdict verdict = Judge(one);
      if (verdict.fault == TextFault::kNone) continue;
      return refusals::PayoutFieldWrong(one.field, Words(verdict));
    }
    return Done();
  }

  Result<Done> Item(const PayoutItem& item, std::size_t index) const {
    const Payee& payee = item.payee;
    const auto place = [&](const char* field) {
      return refusals::PayeePlace{.index = index, .name = payee.name, .field = field};
    };
    for (const FieldText& one :
         {FieldText{"name", payee.name, profile_.most_name, true},
          FieldText{"account", payee.account, kMostAccount, true},
          FieldText{"bank_name", payee.bank_name, kMostBankName, false},
          FieldText{"end_to_end_id", item.end_to_end_id, kMostId, true},
          FieldText{"remittance", item.remittance, profile_.most_remittance, false}}) {
      const TextVerdict verdict = Judge(one);
      if (verdict.fault != TextFault::kNone) return Refuse(place(one.field), verdict, one.most);
    }
    if (!IsPlain(payee.account)) {
      return refusals::PayeeFieldMalformed(place("account"), "letters, digits and hyphens");
    }
    if (!payee.bank_code.empty() && !IsBankCode(payee.bank_code)) {
      return refusals::PayeeFieldMalformed(place("bank_code"), "12 digits");
    }
    if (item.amount <= Fen()) return refusals::PayeeAmountNotPositive(place("amount"));
    if (item.amount > kMostFen) {
      return refusals::PayeeFieldMalformed(place("amount"), "less than a trillion yuan");
    }
    return Done();
  }

 private:
  TextVerdict Judge(const FieldText& one) const {
    if (one.text.empty()) return {one.needed ? TextFault::kMissing : TextFault::kNone};
    if (!IsUtf8(one.text)) return {TextFault::kCharacter, "bytes that are no text"};
    if (CountCodePoints(one.text) > one.most) return {TextFault::kTooLong};
    for (std::size_t at = 0; at < one.text.size();) {
      const std::string_view character =
          std::string_view(one.text).substr(at, CharacterBytes(one.text[at]));
      if (IsInvisible(character)) return {TextFault::kCharacter, "an invisible character"};
      at += character.size();
    }
    if (one.text.front() == ' ' || one.text.back() == ' ') return {TextFault::kBlanks};
    for (const sheet::Encoder* encoder : {&charset_, &encoding_}) {
      const std::string_view character = encoder->FirstUnwritable(one.text);
      if (!character.empty()) return {TextFault::kCharacter, std::string(character)};
    }
    // Somebody at the bank opens it with a spreadsheet program.
    if (profile_.form == FileForm::kCsv && sheet::IsFormula(one.text)) {
      return {TextFault::kCharacter, one.text.substr(0, CharacterBytes(one.text[0]))};
    }
    return {};
  }

  static std::string Words(const TextVerdict& verdict) {
    switch (verdict.fault) {
      case TextFault::kMissing:
        return "it must be there";
      case TextFault::kTooLong:
        return "it is too long";
      case TextFault::kBlanks:
        return "it has blanks at its ends";
      default:
        return "the bank cannot write " + verdict.character;
    }
  }

  static Refusal Refuse(const refusals::PayeePlace& place, const TextVerdict& verdict,
                        std::size_t most) {
    switch (verdict.fault) {
      case TextFault::kMissing:
        return refusals::PayeeFieldMissing(place);
      case TextFault::kTooLong:
        return refusals::PayeeFieldTooLong(place, most);
      case TextFault::kBlanks:
        return refusals::PayeeFieldMalformed(place, "without blanks at its ends");
      default:
        return refusals::PayeeCharacter(place, verdict.character);
    }
  }

  static bool IsPlain(const std::string& account) {
    return std::all_of(account.begin(), account.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    });
  }

  const PayoutProfile& profile_;
  const sheet::Encoder charset_;
  const sheet::Encoder encoding_;
};

}  // namespace

std::vector<ItemFault> FaultsOf(const PayoutProfile& profile,
                                const std::vector<PayoutItem>& items) {
  const PayoutChecker checker(profile);
  std::vector<ItemFault> faults;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto checked = checker.Item(items[i], i);
    if (!checked) faults.push_back({i, checked.refusal()});
  }
  return faults;
}

Result<Done> CheckPayout(const PayoutProfile& profile, const PayoutHead& head,
                         const std::vector<PayoutItem>& items) {
  QM_TRY(CheckProfile(profile));
  if (items.empty()) return refusals::PayoutEmpty();
  if (items.size() > static_cast<std::size_t>(profile.most_items)) {
    return refusals::PayoutTooMany(profile.most_items);
  }
  const PayoutChecker checker(profile);
  QM_TRY(checker.Head(head));
  std::unordered_set<std::string_view> ids;
  Fen sum;
  for (std::size_t i = 0; i < items.size(); ++i) {
    QM_TRY(checker.Item(items[i], i));
    if (!ids.insert(items[i].end_to_end_id).second) {
      return refusals::PayeeRepeated({i, items[i].payee.name, "end_to_end_id"});
    }
    QM_TRY(AddTo(&sum, items[i].amount, {{}, "sum"}));
  }
  if (head.count != static_cast<std::int64_t>(items.size())) {
    return refusals::CountMismatch({}, "items", static_cast<std::int64_t>(items.size()),
                                   head.count);
  }
  if (sum > kMostFen) return refusals::PayoutFieldWrong("sum", "no sum is as large");
  if (head.sum != sum) return refusals::SumMismatch({}, "items", sum, head.sum);
  return Done();
}

}  // namespace qianmo::ledger::bankfile
