#include "messages/domain/preferences.h"

#include "messages/domain/refusals.h"

namespace qianmo::messages {
namespace {

constexpr int kDay = 24 * 60;
constexpr int kLeastOpen = 6 * 60;

}  // namespace

Result<Done> CheckQuietHours(const QuietHours& quiet) {
  const int length = (quiet.end_minute - quiet.start_minute + kDay) % kDay;
  if (kDay - length < kLeastOpen) return refusals::QuietHoursUnfit();
  return Done{};
}

std::set<Channel> ChannelsFor(const Template& text, const Preferences& preferences) {
  const auto choice = preferences.choices.find(text.group);
  const bool chosen = choice != preferences.choices.end() && !text.urgent;
  std::set<Channel> channels;
  for (const Channel channel : kChannels) {
    if (!text.Goes(channel)) continue;
    if (chosen && IsChoosable(channel) && !choice->second.contains(channel)) continue;
    channels.insert(channel);
  }
  return channels;
}

}  // namespace qianmo::messages
