// How the owner of an account wants to be told, and by which channels a message therefore goes.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/result.h"
#include "messages/domain/template.h"

namespace qianmo::messages {

// Minutes after midnight in Beijing; beginning and end alike: never quiet.
struct QuietHours {
  int start_minute = 21 * 60;
  int end_minute = 8 * 60;

  bool operator==(const QuietHours&) const = default;
};

// What whoever never chose gets.
struct Preferences {
  Locale locale = Locale::kZh;
  // Groups that are not here come by all channels.
  std::map<Group, std::set<Channel>> choices = {};
  QuietHours quiet_hours = {};
  // Nothing: at once.
  std::optional<int> digest_hour = {};
  std::string wechat_open_id = {};

  bool operator==(const Preferences&) const = default;
};

// Refuses QUIET_HOURS_UNFIT when less than six hours of the day would be left.
Result<Done> CheckQuietHours(const QuietHours& quiet);

// Whether people may choose this channel; the inbox and paper are not theirs to leave out.
constexpr bool IsChoosable(Channel channel) { return IsOpenChannel(channel); }
// The channels of the template that are left by the choices; an urgent one keeps all.
std::set<Channel> ChannelsFor(const Template& text, const Preferences& preferences);

}  // namespace qianmo::messages
