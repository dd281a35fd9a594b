#include "messages/preferences_service.h"

#include <google/protobuf/util/field_mask_util.h>

#include "messages/domain/refusals.h"
#include "messages/preferences_store.h"
#include "rpc/resource_name.h"

namespace qianmo::messages {
namespace {

using google::protobuf::util::FieldMaskUtil;

static_assert(static_cast<int>(Group::kAccount) == v1::GROUP_ACCOUNT);
static_assert(static_cast<int>(Group::kNotices) == v1::GROUP_NOTICES);
static_assert(static_cast<int>(Group::kNotices) == v1::Group_MAX);
static_assert(static_cast<int>(Channel::kInbox) == v1::CHANNEL_INBOX);
static_assert(static_cast<int>(Channel::kSms) == v1::CHANNEL_SMS);
static_assert(static_cast<int>(Channel::kWechat) == v1::CHANNEL_WECHAT);
static_assert(static_cast<int>(Channel::kLetter) == v1::CHANNEL_LETTER);
static_assert(static_cast<int>(Channel::kWall) == v1::CHANNEL_WALL);
static_assert(static_cast<int>(Channel::kWall) == v1::Channel_MAX);

constexpr char kName[] = "counties/*/accounts/*/preferences";

Result<Uuid> OwnAccount(rpc::Call& call, std::string_view name, std::string_view field) {
  QM_ASSIGN(const auto parsed, rpc::ResourceName::Parse(kName, name, field));
  QM_TRY(call.MayTouch({.county = parsed.county, .account_id = parsed.ids[0]}));
  return Uuid::Parse(parsed.ids[0]).value();  // the caller's own
}

v1::Preferences Show(CountyId county, const Uuid& account, const PreferencesRow& row) {
  const Preferences& chosen = row.chosen;
  v1::Preferences shown;
  shown.set_name(rpc::CountyName(county) + "/accounts/" + account.ToString() + "/preferences");
  shown.set_language_code(chosen.locale == Locale::kEn ? "en" : "zh");
  for (const auto& [group, channels] : chosen.choices) {
    auto* choice = shown.add_choices();
    choice->set_group(static_cast<v1::Group>(group));
    for (const Channel channel : channels) {
      choice->add_channels(static_cast<v1::Channel>(channel));
    }
  }
  shown.mutable_quiet_hours()->set_start_minute(chosen.quiet_hours.start_minute);
  shown.mutable_quiet_hours()->set_end_minute(chosen.quiet_hours.end_minute);
  shown.mutable_digest()->set_daily(chosen.digest_hour.has_value());
  shown.mutable_digest()->set_hour(chosen.digest_hour.value_or(0));
  shown.set_wechat_open_id(chosen.wechat_open_id);
  shown.set_etag(std::to_string(row.changes));
  return shown;
}

Result<std::map<Group, std::set<Channel>>> ParseChoices(const v1::Preferences& wanted) {
  std::map<Group, std::set<Channel>> choices;
  for (const auto& choice : wanted.choices()) {
    if (!v1::Group_IsValid(choice.group()) || choice.group() == v1::GROUP_UNSPECIFIED) {
      return refusals::ChoiceUnfit("preferences.choices", "names a group that there is not");
    }
    const auto [chosen, is_new] = choices.try_emplace(static_cast<Group>(choice.group()));
    if (!is_new) return refusals::ChoiceUnfit("preferences.choices", "names a group twice");
    for (const int channel : choice.channels()) {
      if (!IsChoosable(static_cast<Channel>(channel))) {
        return refusals::ChoiceUnfit("preferences.choices", "names a channel that is no choice");
      }
      chosen->second.insert(static_cast<Channel>(channel));
    }
  }
  return choices;
}

Result<Preferences> Parse(const v1::Preferences& wanted) {
  Preferences chosen{
      .locale = wanted.language_code() == "en" ? Locale::kEn : Locale::kZh,
      .quiet_hours = {wanted.quiet_hours().start_minute(), wanted.quiet_hours().end_minute()},
      .wechat_open_id = wanted.wechat_open_id()};
  QM_ASSIGN(chosen.choices, ParseChoices(wanted));
  QM_TRY(CheckQuietHours(chosen.quiet_hours));
  if (wanted.digest().daily()) chosen.digest_hour = wanted.digest().hour();
  return chosen;
}

Result<Done> CheckMask(const google::protobuf::FieldMask& mask) {
  for (const std::string& path : mask.paths()) {
    const std::string top = path.substr(0, path.find('.'));
    const bool fixed = top == "name" || top == "etag";
    if (fixed || !FieldMaskUtil::IsValidPath<v1::Preferences>(path)) {
      return refusals::MaskUnknown(path);
    }
  }
  return Done{};
}

// What is shown now, with the fields of the mask replaced.
v1::Preferences Merge(v1::Preferences shown, const v1::UpdatePreferencesRequest& request) {
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(request.preferences(), request.update_mask(), options, &shown);
  return shown;
}

}  // namespace

Result<v1::Preferences> PreferencesService::GetPreferences(
    rpc::Call& call, const v1::GetPreferencesRequest& request) {
  QM_ASSIGN(const Uuid account, OwnAccount(call, request.name(), "name"));
  return call.Read([&](pg::Transaction& tx) -> Result<v1::Preferences> {
    return Show(call.county(), account,
                FindPreferences(tx, *call.keyring(), call.county(), account));
  });
}

Result<v1::Preferences> PreferencesService::UpdatePreferences(
    rpc::Call& call, const v1::UpdatePreferencesRequest& request) {
  QM_ASSIGN(const Uuid account, OwnAccount(call, request.preferences().name(), "preferences.name"));
  QM_TRY(CheckMask(request.update_mask()));
  return call.Write([&](pg::Transaction& tx) -> Result<v1::Preferences> {
    PreferencesRow row = LockPreferences(tx, *call.keyring(), call.county(), account);
    const v1::Preferences shown = Show(call.county(), account, row);
    const std::string& etag = request.preferences().etag();
    if (!etag.empty() && etag != shown.etag()) return refusals::EtagStale();
    QM_ASSIGN(row.chosen, Parse(Merge(shown, request)));
    SavePreferences(tx, *call.keyring(), call.county(), account, &row);
    return Show(call.county(), account, row);
  });
}

}  // namespace qianmo::messages
