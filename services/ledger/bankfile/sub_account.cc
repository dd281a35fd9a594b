#include "ledger/bankfile/sub_account.h"

#include <algorithm>
#include <array>

namespace qianmo::ledger::bankfile {
namespace {

// What people write between a word and its number.
constexpr std::array<std::string_view, 3> kBetween = {" ", ":", "："};

bool IsFigure(char c) { return c >= '0' && c <= '9'; }

std::string_view SkipBetween(std::string_view text) {
  for (bool skipped = true; skipped;) {
    skipped = false;
    for (const std::string_view one : kBetween) {
      if (!text.starts_with(one)) continue;
      text.remove_prefix(one.size());
      skipped = true;
    }
  }
  return text;
}

// Whether a number would begin at `at`, and not in the middle of a longer one.
bool IsBeginning(std::string_view text, std::size_t at, const std::string& prefix) {
  const bool in_digits = prefix.empty() || IsFigure(prefix.front());
  return !in_digits || at == 0 || !IsFigure(text[at - 1]);
}

}  // namespace

std::string FindSubAccount(std::string_view text, const SubAccountRule& rule) {
  std::string found;
  for (std::size_t at = text.find(rule.prefix); at != text.npos;
       at = text.find(rule.prefix, at + 1)) {
    if (!IsBeginning(text, at, rule.prefix)) continue;
    const std::string_view rest = SkipBetween(text.substr(at + rule.prefix.size()));
    const auto end = std::find_if_not(rest.begin(), rest.end(), IsFigure);
    if (end - rest.begin() != rule.digits) continue;
    const std::string number(rest.begin(), end);
    if (!found.empty() && found != number) return "";
    found = number;
  }
  return found;
}

}  // namespace qianmo::ledger::bankfile
