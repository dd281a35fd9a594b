// What identity tells people about their accounts.
#include "messages/domain/texts.h"

namespace qianmo::messages {
namespace {

using enum Channel;
using enum Locale;

Template PasswordResetCode() {
  return {.kind = TemplateKind::kPasswordResetCode,
          .version = 1,
          .group = Group::kAccount,
          .urgent = true,
          .carries_code = true,
          .parameters = {},
          .texts = {
              {kSms, kZh, "",
               "【阡陌】重设密码的验证码：{code}，{until_time} 前有效。不要告诉任何人，"
               "工作人员也不会问您要。"},
              {kSms, kEn, "",
               "[Qianmo] Code for a new password: {code}, valid until {until_time}. Tell nobody; "
               "our staff never ask for it."},
          }};
}

Template PhoneCode() {
  return {.kind = TemplateKind::kPhoneCode,
          .version = 1,
          .group = Group::kAccount,
          .urgent = true,
          .carries_code = true,
          .parameters = {},
          .texts = {
              {kSms, kZh, "",
               "【阡陌】确认手机号的验证码：{code}，{until_time} 前有效。不要告诉任何人。"},
              {kSms, kEn, "",
               "[Qianmo] Code to confirm this telephone: {code}, valid until {until_time}. Tell "
               "nobody."},
          }};
}

Template PasswordChanged() {
  return {
      .kind = TemplateKind::kPasswordChanged,
      .version = 1,
      .group = Group::kAccount,
      .urgent = true,
      .carries_code = false,
      .parameters = {},
      .texts = {
          {kInbox, kZh, "您的密码已修改",
           "您账户的密码刚刚改过了。如果是您自己改的，不用理会。如果不是，"
           "请马上到村里或乡镇，请工作人员停用账户。"},
          {kInbox, kEn, "Your password was changed",
           "The password of your account has just been changed. If it was you, there is nothing "
           "to do. If not, have your village or township disable the account at once."},
          {kSms, kZh, "",
           "【阡陌】您账户的密码刚刚改过。不是您改的，请马上联系村里或乡镇停用账户。"},
          {kSms, kEn, "",
           "[Qianmo] Your password was just changed. If it was not you, have your village or "
           "township disable the account at once."},
          {kWechat, kZh, "您的密码已修改", "不是您本人修改的，请马上联系村里或乡镇停用账户。"},
          {kWechat, kEn, "Your password was changed",
           "If it was not you, have your village or township disable the account at once."},
      }};
}

Template SecondFactorRemoved() {
  return {
      .kind = TemplateKind::kSecondFactorRemoved,
      .version = 1,
      .group = Group::kAccount,
      .urgent = true,
      .carries_code = false,
      .parameters = {{.name = "reason",
                      .nature = Nature::kText,
                      .most_characters = 200,
                      .sample = "手机丢失"}},
      .texts = {
          {kInbox, kZh, "您的动态验证码已被取消",
           "县里的管理员取消了您登录时用的动态验证码。原因：{reason}。请登录后重新设置。"
           "如果您没有要求过，请马上联系县农交中心。"},
          {kInbox, kEn, "Your second factor was removed",
           "A county officer removed the one-time codes with which you sign in. Reason: "
           "{reason}. Sign in and set them up again. If you did not ask for this, tell the "
           "county exchange centre at once."},
          {kSms, kZh, "",
           "【阡陌】您登录用的动态验证码已被管理员取消。您没有要求过的，请马上联系县农交中心。"},
          {kSms, kEn, "",
           "[Qianmo] An officer removed the one-time codes of your account. If you did not ask "
           "for this, tell the county exchange centre at once."},
          {kWechat, kZh, "您的动态验证码已被取消",
           "请登录后重新设置。您没有要求过的，请马上联系县农交中心。"},
          {kWechat, kEn, "Your second factor was removed",
           "Sign in and set it up again. If you did not ask for this, tell the county exchange "
           "centre at once."},
      }};
}

Template AccountStateChanged() {
  return {.kind = TemplateKind::kAccountStateChanged,
          .version = 1,
          .group = Group::kAccount,
          .urgent = true,
          .carries_code = false,
          .parameters = {{.name = "state",
                          .nature = Nature::kWords,
                          .most_characters = 20,
                          .words = {{"DISABLED", "停用", "disabled"},
                                    {"ACTIVE", "可以使用", "open for use"},
                                    {"PENDING", "等待确认", "waiting to be confirmed"}}},
                         {.name = "reason",
                          .nature = Nature::kText,
                          .most_characters = 200,
                          .sample = "本人申请"}},
          .texts = {
              {kInbox, kZh, "您的账户现在：{state}",
               "您的账户状态改为：{state}。原因：{reason}。有疑问请到村里或乡镇询问。"},
              {kInbox, kEn, "Your account is now {state}",
               "Your account is now {state}. Reason: {reason}. If you have questions, ask your "
               "village or township."},
              {kSms, kZh, "", "【阡陌】您的账户状态改为：{state}。有疑问请到村里或乡镇询问。"},
              {kSms, kEn, "",
               "[Qianmo] Your account is now {state}. If you have questions, ask your village or "
               "township."},
              {kWechat, kZh, "您的账户现在：{state}", "有疑问请到村里或乡镇询问。"},
              {kWechat, kEn, "Your account is now {state}",
               "If you have questions, ask your village or township."},
              {kLetter, kZh, "您的账户现在：{state}",
               "您在阡陌的账户状态改为：{state}。\n原因：{reason}。\n有疑问请到村里或乡镇询问。"},
              {kLetter, kEn, "Your account is now {state}",
               "Your account with Qianmo is now {state}.\nReason: {reason}.\nIf you have "
               "questions, ask your village or township."},
          }};
}

std::vector<Parameter> AgentParameters() {
  return {{.name = "agent", .nature = Nature::kName, .most_characters = 100, .sample = "张三"},
          {.name = "powers",
           .nature = Nature::kWords,
           .most_characters = 200,
           .words = {{"AGENT_POWER_ENTER", "报名", "entering lots"},
                     {"AGENT_POWER_PAY", "交款", "paying"},
                     {"AGENT_POWER_BID", "出价", "bidding"},
                     {"AGENT_POWER_SIGN", "签合同", "signing contracts"},
                     {"", "无（授权已收回）", "nothing any more"}}}};
}

Template AgentChanged() {
  return {.kind = TemplateKind::kAgentChanged,
          .version = 1,
          .group = Group::kAccount,
          .urgent = false,
          .carries_code = false,
          .parameters = AgentParameters(),
          .texts = {
              {kInbox, kZh, "您的代办人有变化",
               "{agent} 可以替您办的事现在是：{powers}。如果这不是您的意思，"
               "请登录收回授权，或联系县农交中心。"},
              {kInbox, kEn, "Who may act for you has changed",
               "{agent} may now do for you: {powers}. If you did not mean this, sign in and "
               "withdraw it, or tell the county exchange centre."},
              {kSms, kZh, "",
               "【阡陌】{agent} 可以替您办的事现在是：{powers}。不是您的意思，请联系县农交中心。"},
              {kSms, kEn, "",
               "[Qianmo] {agent} may now do for you: {powers}. If you did not mean this, tell the "
               "county exchange centre."},
              {kWechat, kZh, "您的代办人有变化",
               "{agent} 可以替您办的事现在是：{powers}。不是您的意思，请联系县农交中心。"},
              {kWechat, kEn, "Who may act for you has changed",
               "{agent} may now do for you: {powers}. If you did not mean this, tell the county "
               "exchange centre."},
              {kLetter, kZh, "您的代办人有变化",
               "{agent} 可以替您办的事现在是：{powers}。\n如果这不是您的意思，请联系县农交中心。"},
              {kLetter, kEn, "Who may act for you has changed",
               "{agent} may now do for you: {powers}.\nIf you did not mean this, tell the county "
               "exchange centre."},
          }};
}

}  // namespace

Catalogue IdentityTexts() {
  return {PasswordResetCode(),   PhoneCode(),           PasswordChanged(),
          SecondFactorRemoved(), AccountStateChanged(), AgentChanged()};
}

}  // namespace qianmo::messages
