#include "messages/inbox_topic.h"

#include <stdexcept>

namespace qianmo::messages {
namespace {

// Cuts off what stands before the next line end.
std::string_view TakeLine(std::string_view* text) {
  const std::size_t end = text->find('\n');
  if (end == text->npos) throw std::logic_error("no topic of an inbox");
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end + 1);
  return line;
}

std::string_view NameOf(Locale locale) { return locale == Locale::kEn ? "en" : "zh"; }

}  // namespace

std::string TextOf(const InboxTopic& topic) {
  std::string text =
      topic.view.account.ToString() + '\n' + std::string(NameOf(topic.locale)) + '\n';
  for (const std::string& inbox : topic.view.inboxes) text += inbox + '\n';
  return text;
}

InboxTopic ParseTopic(std::string_view text) {
  InboxTopic topic;
  const auto account = Uuid::Parse(TakeLine(&text));
  if (!account) throw std::logic_error("no topic of an inbox");
  topic.view.account = *account;
  topic.locale = TakeLine(&text) == "en" ? Locale::kEn : Locale::kZh;
  while (!text.empty()) topic.view.inboxes.emplace_back(TakeLine(&text));
  return topic;
}

std::string VersionOf(const InboxTopic& topic, const InboxStand& stand) {
  return stand.version + "-" + std::string(NameOf(topic.locale));
}

}  // namespace qianmo::messages
