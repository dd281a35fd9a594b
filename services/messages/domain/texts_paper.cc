// What is printed: letters to households, notices for the boards of organisations.
#include "messages/domain/texts.h"

namespace qianmo::messages {
namespace {

using enum Channel;
using enum Locale;

Template HouseholdLetter() {
  return {.kind = TemplateKind::kHouseholdLetter,
          .version = 1,
          .group = Group::kAccount,
          .urgent = false,
          .carries_code = true,
          .parameters = {{.name = "household",
                          .nature = Nature::kName,
                          .most_characters = 60,
                          .sample = "张三"},
                         {.name = "letter_number",
                          .nature = Nature::kNumber,
                          .most_characters = 40,
                          .sample = "7-000123"}},
          .texts = {
              {kLetter, kZh, "请开通您家的账户",
               "{household}：\n"
               "您家在阡陌的账户可以开通了。开通以后，您可以看到家里的股份、分红和合同。\n"
               "信件编号：{letter_number}\n"
               "开通码：{code}\n"
               "有效期到 {until_date} {until_time}。\n"
               "怎样开通：用手机扫这封信上的二维码，输入信件编号和开通码，"
               "再自己定一个六位数的密码。没有手机，就带上这封信到村里，请工作人员帮您办。\n"
               "开通码只给您家用，不要告诉别人。"},
              {kLetter, kEn, "Please open your household's account",
               "{household},\n"
               "your household's account with Qianmo can be opened now. With it you see your "
               "shares, dividends and contracts.\n"
               "Letter number: {letter_number}\n"
               "Opening code: {code}\n"
               "Valid until {until_date} {until_time}.\n"
               "How to open it: scan the QR code on this letter with a telephone, enter the letter "
               "number and the opening code, and choose a PIN of six digits. Without a telephone, "
               "take this letter to your village office and let the staff help you.\n"
               "The code is for your household alone. Tell it to nobody else."},
          }};
}

Template WallNotice() {
  return {.kind = TemplateKind::kWallNotice,
          .version = 1,
          .group = Group::kNotices,
          .urgent = false,
          .carries_code = false,
          .parameters = {{.name = "title",
                          .nature = Nature::kText,
                          .most_characters = 100,
                          .sample = "鱼塘出租公告"},
                         {.name = "body",
                          .nature = Nature::kText,
                          .most_characters = 8000,
                          .sample = "村东鱼塘 12 亩对外出租，11 月 30 日前报名。"}},
          .texts = {
              {kWall, kZh, "{title}", "{body}"},
              {kWall, kEn, "{title}", "{body}"},
              {kInbox, kZh, "公开栏：{title}", "{body}"},
              {kInbox, kEn, "Notice board: {title}", "{body}"},
          }};
}

}  // namespace

Catalogue PaperTexts() { return {HouseholdLetter(), WallNotice()}; }

}  // namespace qianmo::messages
