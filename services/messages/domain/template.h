// A template: what a kind of message says, in every language and by every channel that it goes by.
// A message keeps the version that it was sent with, so an old one is never changed or removed.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace qianmo::messages {

// The numbers are those of qianmo.messages.v1.
enum class TemplateKind {
  kPasswordResetCode = 1,
  kPhoneCode = 2,
  kPasswordChanged = 3,
  kSecondFactorRemoved = 4,
  kAccountStateChanged = 5,
  kAgentChanged = 6,
  kHouseholdLetter = 7,
  kWallNotice = 8,
};
enum class Group { kAccount = 1, kNotices = 2 };
enum class Channel { kInbox = 1, kSms = 2, kWechat = 3, kLetter = 4, kWall = 5 };
enum class Locale { kZh = 1, kEn = 2 };

inline constexpr Channel kChannels[] = {Channel::kInbox, Channel::kSms, Channel::kWechat,
                                        Channel::kLetter, Channel::kWall};
inline constexpr Locale kLocales[] = {Locale::kZh, Locale::kEn};

// Leaves our house unprotected, over networks and servers of others.
constexpr bool IsOpenChannel(Channel channel) {
  return channel == Channel::kSms || channel == Channel::kWechat;
}

// What a parameter is, and with it how it may travel.
enum class Nature {
  kText,    // free text: never by open channels
  kName,    // of a person: masked in open channels
  kNumber,  // of a thing of ours, which says nothing about a person by itself
  kWords,   // one of the declared words, or several with commas between them
};

struct Word {
  std::string value;  // as the sender gives it
  std::string zh;
  std::string en;
};

struct Parameter {
  std::string name;
  Nature nature;
  std::size_t most_characters;
  std::vector<Word> words = {};  // kWords; an empty value stands for having none
  std::string sample = {};       // for tests and previews; of kWords the first word
};

// {name} is a blank for a parameter; {code}, {until_time} and {until_date} are those of a code.
struct Text {
  Channel channel;
  Locale locale;
  std::string title;
  std::string text;
};

struct Template {
  TemplateKind kind;
  int version;
  Group group;
  bool urgent;        // ignores quiet hours, digests and choices of channels
  bool carries_code;  // and with it an end
  std::vector<Parameter> parameters;
  std::vector<Text> texts;

  bool Goes(Channel channel) const;
  // Nothing when it does not go by this channel.
  const Text* Find(Channel channel, Locale locale) const;
  const Parameter* Find(std::string_view parameter) const;
};

using Catalogue = std::vector<Template>;

// The one that new messages are sent with; nothing for an unknown kind.
const Template* Newest(const Catalogue& catalogue, TemplateKind kind);
const Template* FindVersion(const Catalogue& catalogue, TemplateKind kind, int version);

// By name of the parameter.
using Values = std::map<std::string, std::string>;

// Whether the values fill the template's blanks: all of them and nothing else. Refuses
// PARAMETER_UNKNOWN, PARAMETER_MISSING, PARAMETER_MALFORMED, naming the parameter.
Result<Done> CheckValues(const Template& text, const Values& values);
// Whether a message with or without a code and an end fits. Refuses CODE_UNFIT.
Result<Done> CheckCode(const Template& text, bool has_code, bool has_end);

}  // namespace qianmo::messages
