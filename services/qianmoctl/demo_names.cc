#include "qianmoctl/demo_names.h"

#include <algorithm>
#include <stdexcept>

#include "base/credit_code.h"
#include "base/identity_number.h"

namespace qianmo::ctl {
namespace {

constexpr const char* kSurnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴",
                                     "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗",
                                     "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
                                     "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕"};
constexpr const char* kMenNames[] = {"建国", "志强", "伟",   "国庆", "大山", "永福", "春生",
                                     "长河", "德华", "明亮", "海涛", "俊杰", "文斌", "水根",
                                     "金宝", "立新", "浩然", "子轩", "小龙", "家兴"};
constexpr const char* kWomenNames[] = {"秀英", "桂花", "丽",   "春梅", "玉兰", "小红", "彩霞",
                                       "凤英", "美玲", "雪梅", "月娥", "淑珍", "巧云", "思雨",
                                       "欣怡", "梓涵", "桂芳", "翠莲", "金凤", "晓燕"};
constexpr int kNumbersAnArea = 450;

// The checked form of a text whose check character is not known yet.
template <class Read>
std::string Completed(const std::string& text, std::string_view characters, Read read) {
  for (const char check : characters) {
    if (const auto whole = read(text + check)) return *whole;
  }
  throw std::logic_error("no check character fits " + text);
}

}  // namespace

std::string DemoSurname(Dice* dice) { return dice->Pick(kSurnames); }

std::string DemoGivenName(Dice* dice, bool man) {
  return man ? dice->Pick(kMenNames) : dice->Pick(kWomenNames);
}

std::string DemoDigits(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  text.insert(0, width - std::min(width, text.size()), '0');
  return text;
}

std::string DemoIdNumber(int serial, Date birth_date, bool man) {
  const std::chrono::year_month_day born(birth_date);
  const int area = 990'001 + serial / kNumbersAnArea;
  const int order = serial % kNumbersAnArea * 2 + (man ? 1 : 0);  // odd for men
  const std::string digits = std::to_string(area) + DemoDigits(static_cast<int>(born.year()), 4) +
                             DemoDigits(static_cast<int>(static_cast<unsigned>(born.month())), 2) +
                             DemoDigits(static_cast<int>(static_cast<unsigned>(born.day())), 2) +
                             DemoDigits(order, 3);
  return Completed(digits, "0123456789X", ReadIdentityNumber);
}

std::string DemoPhone(int serial) { return "160" + DemoDigits(serial, 8); }

std::string DemoCreditCode(const std::string& kind, int serial) {
  return Completed(kind + "990001" + DemoDigits(serial, 9), "0123456789ABCDEFGHJKLMNPQRTUWXY",
                   ReadCreditCode);
}

}  // namespace qianmo::ctl
