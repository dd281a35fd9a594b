#include "gateway/http/forwarded.h"

#include <gtest/gtest.h>

#include "gateway/http/server.h"
#include "stand.h"

namespace qianmo::gateway {
namespace {

struct Net {
  std::string network;
  std::string address;
  bool within;
};

TEST(Network, HasTheAddressesOfItsPrefix) {
  const Net table[] = {
      {"10.0.0.0/8", "10.255.255.255", true},
      {"10.0.0.0/8", "11.0.0.0", false},
      {"192.0.2.128/25", "192.0.2.128", true},
      {"192.0.2.128/25", "192.0.2.127", false},
      {"192.0.2.1", "192.0.2.1", true},
      {"192.0.2.1", "192.0.2.2", false},
      {"0.0.0.0/0", "8.8.8.8", true},
      {"0.0.0.0/0", "2001:db8::1", false},
      {"10.0.0.0/8", "::ffff:10.1.2.3", true},
      {"2001:db8::/33", "2001:db8:7fff::1", true},
      {"2001:db8::/33", "2001:db8:8000::1", false},
      {"::1", "::1", true},
      {"::/0", "10.0.0.1", true},
  };
  for (const Net& row : table) {
    EXPECT_EQ(Proxies({row.network}).Trust(row.address), row.within)
        << row.network << " " << row.address;
  }
}

TEST(Network, RefusesWhatIsNone) {
  for (const char* text : {"", "x", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "10/8"}) {
    EXPECT_THROW(Network{text}, std::runtime_error) << text;
  }
}

struct Told4 {
  std::string peer;
  std::vector<std::string> chain;  // headers of their own
  std::string client;
};

TEST(Proxies, BelieveTheRightmostAddressThatIsNotOurs) {
  const Proxies proxies({"10.0.0.0/8", "2001:db8::/32"});
  const Told4 table[] = {
      {"192.0.2.9", {"203.0.113.1"}, "192.0.2.9"},  // a stranger is not believed
      {"10.0.0.1", {}, "10.0.0.1"},
      {"10.0.0.1", {"203.0.113.1"}, "203.0.113.1"},
      {"10.0.0.1", {"198.51.100.7, 203.0.113.1"}, "203.0.113.1"},  // the first is made up
      {"10.0.0.1", {"198.51.100.7, 203.0.113.1 , 10.0.0.2"}, "203.0.113.1"},
      {"10.0.0.1", {"198.51.100.7", "203.0.113.1", "10.0.0.2"}, "203.0.113.1"},
      {"10.0.0.1", {"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
      {"10.0.0.1", {"203.0.113.1, unknown"}, "10.0.0.1"},
      {"10.0.0.1", {"203.0.113.1, unknown, 10.0.0.2"}, "10.0.0.2"},
      {"10.0.0.1", {"203.0.113.1:4711"}, "203.0.113.1"},
      {"2001:db8::1", {"[2a00::5]:4711"}, "2a00::5"},
      {"::ffff:10.0.0.1", {"203.0.113.1"}, "203.0.113.1"},
  };
  for (const Told4& row : table) {
    HttpRequest request;
    for (const std::string& value : row.chain) request.headers.Add("x-forwarded-for", value);
    proxies.Tell(row.peer, &request);
    EXPECT_EQ(request.client_address, row.client) << testing::PrintToString(row.chain);
  }
}

TEST(Proxies, TellSchemeAndHostOnlyWhereTheyAreTrusted) {
  const Proxies proxies({"10.0.0.0/8"});
  for (const bool trusted : {true, false}) {
    HttpRequest request;
    request.host = "inside:7400";
    request.headers.Add("X-Forwarded-Proto", "http, https");
    request.headers.Add("X-Forwarded-Host", "qianmo.test");
    proxies.Tell(trusted ? "10.0.0.1" : "192.0.2.1", &request);
    EXPECT_EQ(request.secure, trusted);
    EXPECT_EQ(request.host, trusted ? "qianmo.test" : "inside:7400");
  }
  HttpRequest odd;
  odd.host = "inside";
  odd.headers.Add("X-Forwarded-Host", "a/b");
  proxies.Tell("10.0.0.1", &odd);
  EXPECT_EQ(odd.host, "inside");
}

TEST(HttpServer, BehavesAsBehindTlsWhenTheProxySaysSo) {
  HttpOptions options = TestOptions();
  options.trusted_proxies = {"127.0.0.0/8"};
  HttpServer server(options, [](std::shared_ptr<Exchange> exchange) {
    HttpResponse response;
    response.body = exchange->request().client_address;
    exchange->Respond(std::move(response));
  });
  const auto reply =
      support::Fetch(server.port(), "GET", "/",
                     {{"X-Forwarded-For", "203.0.113.5"}, {"X-Forwarded-Proto", "https"}});
  EXPECT_EQ(reply.body, "203.0.113.5");
  EXPECT_NE(reply.Header("Strict-Transport-Security"), "");
}

}  // namespace
}  // namespace qianmo::gateway
