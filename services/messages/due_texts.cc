#include "messages/due_texts.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "messages/domain/digest.h"
#include "messages/message_store.h"
#include "messages/preferences_store.h"
#include "messages/sealed.h"

namespace qianmo::messages {
namespace {

// Until somebody has repaired what cannot be put into words.
constexpr Duration kRepairTime = std::chrono::minutes(10);
// Servers know a new key within seconds of each other: what does not open so soon after it was
// sealed is looked at again.
constexpr Duration kKeyTravel = std::chrono::minutes(1);
constexpr Duration kKeyPause = std::chrono::seconds(5);

Preferences WishesOf(pg::Transaction& tx, const DueText& text) {
  return text.account ? FindWishes(tx, text.county, *text.account) : Preferences();
}

bool IsOver(const DueText& text, Time now) {
  if (IsExpired(text.facts, now)) return true;
  return text.tries.all > 0 && !NextTry(text.tries, std::nullopt, now);
}

// Not before this; what was tried before has passed the limits already.
Time MayLeave(pg::Transaction& tx, const crypto::Keyring& ring, const DueText& text,
              const Preferences& wishes, Time now) {
  const Time awake = text.urgent ? now : AfterQuiet(wishes.quiet_hours, now);
  if (awake > now || text.tries.all > 0) return awake;
  return RateAllows(PastTexts(tx, ring, text, now), text.kind, text.is_code, now);
}

// Makes the text carry all that waits with it; the ids of those.
std::set<Uuid> Gather(pg::Transaction& tx, const crypto::Keyring& ring, DueText* text, Time now) {
  std::vector<Waiting> others;
  for (const WaitingText& one : LockWaiting(tx, ring, *text)) {
    others.push_back({one.id, one.leave_time, one.expire_time});
  }
  const Digest digest = MakeDigest({text->id, now, text->facts.expire_time}, others, now);
  for (const Uuid& id : digest.counted) CountInDigest(tx, *text, id, now);
  if (digest.count() > 1) {
    text->digest_count = digest.count();
    SetDigestCount(tx, *text, digest.count());
  }
  return {digest.counted.begin(), digest.counted.end()};
}

// Nothing when it carried a code that is gone.
std::optional<std::string> WordsOf(pg::Transaction& tx, const crypto::Keyring& ring,
                                   const DueText& text, Locale locale, const std::string& site) {
  if (text.digest_count > 0) return DigestWords(locale, text.digest_count, site);
  const auto message = FindMessage(tx, ring, text.county, MessageId{text.message});
  if (!message) throw std::runtime_error("a delivery has no message");
  if (text.is_code && message->filling.code.empty()) return std::nullopt;
  const Words rendered = Render(TextOf(*message), text.facts.channel, locale, message->filling);
  std::string words = rendered.title.empty() ? "" : rendered.title + "\n";
  words += rendered.text;
  if (!site.empty() && !message->link.empty() && !text.is_code) words += " " + site + message->link;
  return words;
}

// No key at hand opens it. Nobody waits for that, so it fails and says why.
void GiveUpUnreadable(pg::Transaction& tx, const DueText& text, Time now) {
  if (now < text.create_time + kKeyTravel) return PutOff(tx, text, now + kKeyPause);
  EndUnsent(tx, text, EndedUnreadable(text.facts), now);
}

// Claims one text, or says when or why not in the database.
std::optional<LeavingText> Take(pg::Transaction& tx, const crypto::Keyring& ring, DueText text,
                                const std::string& site, std::set<Uuid>* counted, Time now) {
  if (IsOver(text, now)) {
    EndUnsent(tx, text, EndedBy(text.facts, now), now);
    return std::nullopt;
  }
  if (!text.address) {
    GiveUpUnreadable(tx, text, now);
    return std::nullopt;
  }
  const Preferences wishes = WishesOf(tx, text);
  const Time leave_time = MayLeave(tx, ring, text, wishes, now);
  if (leave_time > now) {
    PutOff(tx, text, leave_time);
    return std::nullopt;
  }
  if (text.digest && text.tries.all == 0) counted->merge(Gather(tx, ring, &text, now));
  std::optional<std::string> words;
  try {
    words = WordsOf(tx, ring, text, wishes.locale, site);
  } catch (const Unreadable&) {
    GiveUpUnreadable(tx, text, now);
    return std::nullopt;
  } catch (const std::exception&) {  // must not hold up the others; a lost connection shows below
    PutOff(tx, text, now + kRepairTime);
    return std::nullopt;
  }
  if (!words) {
    text.facts.expire_time = now;
    EndUnsent(tx, text, EndedBy(text.facts, now), now);
    return std::nullopt;
  }
  MarkSending(tx, &text, now);
  return LeavingText{std::move(text), *std::move(words)};
}

}  // namespace

std::vector<LeavingText> TakeDueTexts(pg::Transaction& tx, const crypto::Keyring& ring,
                                      CountyId county, const std::string& site, int most,
                                      Time now) {
  std::vector<LeavingText> leaving;
  if (!AnyDue(tx, county, now) || !TakeTurn(tx, county)) return leaving;
  std::set<Uuid> counted;
  for (DueText& text : LockDue(tx, ring, county, most, now)) {
    if (counted.contains(text.id)) continue;
    auto taken = Take(tx, ring, std::move(text), site, &counted, now);
    if (taken) leaving.push_back(*std::move(taken));
  }
  return leaving;
}

}  // namespace qianmo::messages
