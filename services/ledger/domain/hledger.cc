#include "ledger/domain/hledger.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/time_text.h"

namespace qianmo::ledger {
namespace {

constexpr char kCurrency[] = " CNY";

// What hledger takes for a blank besides the space; two blanks end a name.
constexpr std::array<std::string_view, 18> kBlanks = {
    "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};

// The length of the blank that the text begins with; 0 where it begins with none.
std::size_t BlankAtStart(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first <= ' ' || first == 0x7f) return 1;
  const auto blank =
      std::ranges::find_if(kBlanks, [&](std::string_view one) { return text.starts_with(one); });
  return blank == kBlanks.end() ? 0 : blank->size();
}

std::string YuanIn(Fen amount) { return FormatDecimal(amount.count(), 2) + kCurrency; }

}  // namespace

std::string HledgerText(std::string_view text) {
  std::string safe;
  bool blank = false;
  while (!text.empty()) {
    if (const std::size_t length = BlankAtStart(text); length > 0) {
      blank = !safe.empty();
      text.remove_prefix(length);
      continue;
    }
    if (blank) safe += ' ';
    blank = false;
    const char c = text.front();
    safe += c == ';' ? "；" : c == ':' ? "：" : std::string(1, c);
    text.remove_prefix(1);
  }
  return safe;
}

std::string HledgerAccount(const std::vector<std::pair<std::string, std::string>>& levels) {
  std::string account;
  for (const auto& [code, name] : levels) {
    if (!account.empty()) account += ':';
    account += HledgerText(code + " " + name);
  }
  return account;
}

HledgerJournal::HledgerJournal(const std::string& title, const std::vector<std::string>& accounts)
    : text_("; " + HledgerText(title) + "\n\ndecimal-mark .\ncommodity 1000.00" + kCurrency +
            "\n\n") {
  for (const std::string& account : accounts) text_ += "account " + account + "\n";
}

void HledgerJournal::Add(const HledgerTransaction& transaction) {
  AddHead(transaction);
  for (const HledgerPosting& posting : transaction.postings) {
    text_ += "    " + posting.account + "  " + YuanIn(posting.amount);
    const char* before = "  ; ";
    for (const auto& [tag, value] : posting.tags) {
      text_ += before + tag + ":" + HledgerText(value);
      before = ", ";
    }
    text_ += "\n";
  }
}

void HledgerJournal::Assert(Date day, const std::string& description,
                            const std::vector<HledgerPosting>& balances) {
  AddHead({.date = day, .code = "", .description = description});
  for (const HledgerPosting& balance : balances) {
    text_ +=
        "    " + balance.account + "  " + YuanIn(Fen()) + " = " + YuanIn(balance.amount) + "\n";
  }
}

void HledgerJournal::AddHead(const HledgerTransaction& transaction) {
  text_ += "\n" + FormatIsoDate(transaction.date) + " *";
  if (!transaction.code.empty()) text_ += " (" + transaction.code + ")";
  text_ += " " + HledgerText(transaction.description) + "\n";
}

}  // namespace qianmo::ledger
