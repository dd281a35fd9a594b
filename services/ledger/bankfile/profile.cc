#include "ledger/bankfile/profile.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/bankfile/profile_check.h"
#include "ledger/bankfile/profile_keys.h"
#include "ledger/bankfile/refusals.h"

namespace qianmo::ledger::bankfile {
namespace {

constexpr std::size_t kMostProfile = 64 << 10;
constexpr std::int64_t kMostNumber = 1'000'000;
constexpr std::string_view kTab = "tab";

struct KeyLine {
  std::string_view key;
  std::string_view value;
  std::int64_t line;
  bool used = false;
};

// Takes the values out of the lines, remembering the first thing that is wrong.
class ProfileReading {
 public:
  explicit ProfileReading(std::vector<KeyLine> lines) : lines_(std::move(lines)) {}

  void Text(const std::string& key, std::string& text) {
    if (const KeyLine* line = Take(key)) text = line->value;
  }

  template <class Count>
  void Number(const std::string& key, Count& number) {
    const KeyLine* line = Take(key);
    if (line == nullptr) return;
    std::int64_t value = 0;
    bool fits = !line->value.empty();
    for (const char c : line->value) {
      fits = fits && c >= '0' && c <= '9' && value <= kMostNumber;
      value = value * 10 + (c - '0');
      if (!fits) break;
    }
    if (!fits || value > kMostNumber) return Fail(line->line, key + " is no such number");
    number = static_cast<Count>(value);
  }

  void Flag(const std::string& key, bool& flag) {
    const KeyLine* line = Take(key);
    if (line == nullptr) return;
    if (line->value != "yes" && line->value != "no") return Fail(line->line, key + " is yes or no");
    flag = line->value == "yes";
  }

  template <class Enum, class List>
  void Word(const std::string& key, Enum& value, const List& words) {
    const KeyLine* line = Take(key);
    if (line == nullptr) return;
    const auto word = std::find(words.begin(), words.end(), line->value);
    if (word == words.end()) return Fail(line->line, key + " is not one of the words");
    value = static_cast<Enum>(word - words.begin());
  }

  void Words(const std::string& key, std::vector<std::string>& words) {
    const KeyLine* line = Take(key);
    if (line == nullptr) return;
    for (std::string_view rest = line->value; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      words.emplace_back(TrimBlanks(rest.substr(0, comma)));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }

  void Delimiter(const std::string& key, char& delimiter) {
    const KeyLine* line = Take(key);
    if (line == nullptr) return;
    if (line->value != kTab && line->value.size() != 1)
      return Fail(line->line, key + " is one sign");
    delimiter = line->value == kTab ? '\t' : line->value[0];
  }

  void Columns(const std::string& prefix, std::vector<CsvColumn>& columns) {
    for (KeyLine& line : lines_) {
      if (!line.key.starts_with(prefix)) continue;
      const auto word =
          std::find(kColumnWords.begin(), kColumnWords.end(), line.key.substr(prefix.size()));
      if (word == kColumnWords.end()) continue;
      line.used = true;
      columns.push_back(
          {static_cast<Column>(word - kColumnWords.begin()), std::string(line.value)});
    }
  }

  void Totals(const std::string& prefix, std::optional<CsvTotals>& totals) {
    const bool any = Has(prefix);
    if (any) VisitTotals(*this, prefix, totals.emplace());
  }

  bool Says(std::string_view key) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](const KeyLine& line) { return line.key == key; });
  }
  bool Has(const std::string& prefix) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](const KeyLine& line) { return line.key.starts_with(prefix); });
  }

  Result<Done> End() {
    for (const KeyLine& line : lines_) {
      if (!line.used) Fail(line.line, "nothing is called " + std::string(line.key));
    }
    if (line_ > 0) return refusals::ProfileMalformed(line_, what_);
    return Done();
  }

 private:
  KeyLine* Take(const std::string& key) {
    for (KeyLine& line : lines_) {
      if (line.key != key) continue;
      line.used = true;
      return &line;
    }
    return nullptr;
  }

  void Fail(std::int64_t line, std::string what) {
    if (line_ > 0 && line_ <= line) return;
    line_ = line;
    what_ = std::move(what);
  }

  std::vector<KeyLine> lines_;
  std::int64_t line_ = 0;
  std::string what_;
};

class ProfileWriting {
 public:
  explicit ProfileWriting(std::vector<std::string>* lines) : lines_(lines) {}

  void Text(const std::string& key, const std::string& text) {
    if (!text.empty()) Line(key, text);
  }
  template <class Count>
  void Number(const std::string& key, Count number) {
    Line(key, std::to_string(number));
  }
  void Flag(const std::string& key, bool flag) { Line(key, flag ? "yes" : "no"); }
  template <class Enum, class List>
  void Word(const std::string& key, Enum value, const List& words) {
    Line(key, words[static_cast<std::size_t>(value)]);
  }
  void Words(const std::string& key, const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
    if (!text.empty()) Line(key, text);
  }
  void Delimiter(const std::string& key, char delimiter) {
    Line(key, delimiter == '\t' ? kTab : std::string_view(&delimiter, 1));
  }
  void Columns(const std::string& prefix, const std::vector<CsvColumn>& columns) {
    for (const CsvColumn& column : columns) {
      Line(prefix + std::string(kColumnWords[static_cast<std::size_t>(column.meaning)]),
           column.header);
    }
  }
  void Totals(const std::string& prefix, const std::optional<CsvTotals>& totals) {
    if (totals) VisitTotals(*this, prefix, *totals);
  }

 private:
  void Line(std::string_view key, std::string_view value) {
    lines_->push_back(std::string(key) + " = " + std::string(value));
  }

  std::vector<std::string>* lines_;
};

std::vector<std::string> LinesOf(const Profile& profile) {
  std::vector<std::string> lines;
  ProfileWriting writing(&lines);
  VisitProfile(writing, profile);
  return lines;
}

Result<std::vector<KeyLine>> SplitLines(std::string_view text) {
  std::vector<KeyLine> lines;
  std::int64_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = TrimBlanks(line);
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t sign = line.find('=');
    if (sign == line.npos) return refusals::ProfileMalformed(number, "a line without =");
    const std::string_view key = TrimBlanks(line.substr(0, sign));
    for (const KeyLine& other : lines) {
      if (other.key == key)
        return refusals::ProfileMalformed(number, std::string(key) + " comes twice");
    }
    lines.push_back({key, TrimBlanks(line.substr(sign + 1)), number});
  }
  return lines;
}

}  // namespace

const std::string* CsvForm::HeaderOf(Column meaning) const {
  for (const CsvColumn& column : columns) {
    if (column.meaning == meaning) return &column.header;
  }
  return nullptr;
}

Result<Profile> ParseProfile(std::string_view text) {
  if (text.size() > kMostProfile) return refusals::ProfileMalformed(0, "it is too long");
  if (!IsUtf8(text)) return refusals::ProfileMalformed(0, "it is no UTF-8");
  QM_ASSIGN(std::vector<KeyLine> lines, SplitLines(text));
  ProfileReading reading(std::move(lines));
  Profile profile;
  VisitProfile(reading, profile);
  QM_TRY(reading.End());
  const bool is_xml = profile.statement.form == FileForm::kXml;
  if (is_xml && !reading.Says("statement.sub_account")) {
    profile.statement.sub_account.place = SubAccountPlace::kPartyAccount;
  }
  QM_TRY(CheckProfile(profile.statement));
  if (reading.Has("payout.")) QM_TRY(CheckButForCode(profile.payout));
  if (reading.Has("results.")) QM_TRY(CheckProfile(profile.results));
  return profile;
}

// What a profile says without a word is left out; so a part that is not there stays away.
std::string FormatProfile(const Profile& profile) {
  std::string text;
  Profile nothing;
  nothing.statement.sub_account.place = SubAccountPlace::kPartyAccount;
  const std::vector<std::string> silent = LinesOf(nothing);
  for (const std::string& line : LinesOf(profile)) {
    if (std::find(silent.begin(), silent.end(), line) == silent.end()) text += line + "\n";
  }
  return text;
}

}  // namespace qianmo::ledger::bankfile
