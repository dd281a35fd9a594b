#include "messages/domain/digest.h"

namespace qianmo::messages {

Digest MakeDigest(const Waiting& first, std::span<const Waiting> others, Time now) {
  Digest digest{.carrier = first.delivery, .counted = {}};
  for (const Waiting& other : others) {
    const bool due = other.leave_time <= now && now < other.expire_time;
    if (due && other.delivery != first.delivery) digest.counted.push_back(other.delivery);
  }
  return digest;
}

std::string DigestWords(Locale locale, int count, const std::string& site) {
  const std::string number = std::to_string(count);
  if (locale == Locale::kEn) {
    const std::string words = "[Qianmo] " + number + " messages are waiting for you";
    return site.empty() ? words + "." : words + ": " + site + "/inbox";
  }
  const std::string words = "【阡陌】您有" + number + "条新消息，请登录查看";
  return site.empty() ? words + "。" : words + "：" + site + "/inbox";
}

}  // namespace qianmo::messages
