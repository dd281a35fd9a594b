#include "services/messages/print/samples.h"

namespace qianmo::messages::print {

Letter ActivationLetter() {
  using namespace std::chrono_literals;
  return {
      .number = "7-000123",
      .date = 2026y / 11 / 20,
      .sender = {.organisation = "青石镇农村集体资产管理服务中心",
                 .help = {"青石镇便民服务中心 3 号窗口（周一至周五 8:30–17:00）",
                          "电话：0571-8800 1234　也可以请村报账员或亲属代办"}},
      .address = {"浙江省青石县青石镇", "大塘村第三组", "王德福 户"},
      .title = "开通家庭账户，查看分红的通知",
      .body =
          "王德福户：\n"
          "大塘村股份经济合作社已经为每户建立了账户。开通以后，您可以看到今年的分红有多少、"
          "是怎样算出来的、什么时候发到哪张卡上。\n"
          "开通需要下面的一次性验证码。请用手机扫描二维码，或者带上这封信和身份证到镇便民服务"
          "中心，由工作人员协助办理。办理不收任何费用。\n"
          "不开通账户，分红也照常发放。",
      .code =
          OneTimeCode{.text = "K7M-2QX-9F4T", .letter = "7-000123", .last_date = 2027y / 1 / 19},
      .link = Link{.url = "https://qianmo.example.cn/activate?letter=7-000123",
                   .shown = "qianmo.example.cn/activate"}};
}

Notice LeaseNotice() {
  using namespace std::chrono_literals;
  return {.number = "7-000456",
          .date = 2026y / 11 / 20,
          .sender = {.organisation = "青石镇大塘村股份经济合作社",
                     .help = {"监督电话：0571-8800 1234（镇三资管理中心）"}},
          .title = "关于旧小学校舍出租的公告",
          .body =
              "经本社 2026 年 11 月 15 日成员代表会议表决同意，现将原大塘小学校舍（建筑面积 "
              "860 平方米，院坝 1.2 亩）公开出租，租期 5 年。\n"
              "起始租金每年 48,000 元，保证金 10,000 元。2026 年 12 月 1 日 9 时起在县农村产权"
              "交易中心网上公开竞价，价高者得，同等条件下本社成员优先。\n"
              "本社成员对出租方案有意见的，请在公告期内向监事会或者镇三资管理中心提出。",
          .posted_from = 2026y / 11 / 20,
          .posted_until = 2026y / 11 / 27,
          .link = Link{.url = "https://qianmo.example.cn/notices/7-000456",
                       .shown = "qianmo.example.cn/notices/7-000456"}};
}

}  // namespace qianmo::messages::print
