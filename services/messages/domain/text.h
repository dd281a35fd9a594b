// Templates filled in: the words that people read, and what of a person may leave by open channels.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "messages/domain/template.h"

namespace qianmo::messages {

// What fills the blanks of one message.
struct Filling {
  Values values;
  std::string code = {};  // empty once it is wiped
  std::optional<Time> expire_time = {};
};

struct Words {
  std::string title;
  std::string text;

  bool operator==(const Words&) const = default;
};

// The message as it goes by this channel, which must be one of the template's: otherwise, and for
// a blank that nothing fills, std::logic_error. Values are put in as they are: a brace in one opens
// no further blank. In open channels names are masked.
Words Render(const Template& text, Channel channel, Locale locale, const Filling& filling);

// The names of the blanks of a title or text; std::logic_error for a brace that opens or closes
// nothing.
std::vector<std::string> BlanksOf(std::string_view text);

// What of a value may leave by an open channel. Free text may not: it becomes "***".
std::string FitForOpenChannel(const Parameter& parameter, std::string_view value);

// The parts that an operator bills for a text message: up to 70 characters are one, longer ones
// go in pieces of 67 that the telephone joins. Characters as the network counts them, in UTF-16.
int SmsParts(std::string_view text);

}  // namespace qianmo::messages
