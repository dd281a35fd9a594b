#include "tidy/controls.h"

#include <algorithm>

#include "tidy/rules.h"

namespace qianmo::tidy {
namespace {

Control One(std::string path, std::string text) { return {{{std::move(path), std::move(text)}}}; }

std::string Repeat(const std::string& line, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += line;
  return text;
}

// A function of `lines` lines, braces included.
std::string Function(const std::string& head, std::size_t lines) {
  return head + " {\n" + Repeat("  Do({1, 2});\n", lines - 2) + "}\n";
}

std::vector<Rule> SizeRules() {
  const std::string table = Function("constexpr int kTable[] =", 90);
  return {
      {"FilesAreShort",
       FilesAreShort,
       {One("services/base/a.cc", Repeat("\n", 501)), One("qianmo", Repeat("\n", 501))},
       {One("services/base/a.cc", Repeat("\n", 500)),
        One("proto/package-lock.json", Repeat("\n", 900))}},
      {"LinesAreNarrow",
       LinesAreNarrow,
       {One("a/a.h", Repeat("x", 101)), One("proto/a.proto", Repeat("亩", 101))},
       {One("a/a.h", Repeat("x", 100)), One("proto/a.proto", Repeat("亩", 100)),
        One("README.md", Repeat("x", 200))}},
      {"FunctionsAreShort",
       FunctionsAreShort,
       {One("a.cc", Function("namespace a {\nint F(int b = 0)", 71) + "}\n"),
        One("a.h", "class A {\n" + Function("  bool operator==(const A&) const", 71) + "};\n"),
        One("a.cc", Function("#define X {\nstatic Result<int> A::F(int a) const", 71)),
        One("b_test.cc", Function("TEST(Bid, IsLong)", 71)),
        One("qianmo", Function("cmd_up()", 71))},
       {One("a.cc", "namespace a {\n" + Function("int F()", 70) + Function("int G()", 70) + "}\n"),
        One("a.cc", table), One("a.h", Function("enum class Kind : int", 90)),
        One("a.h",
            "template <class T>\nclass B : public C<T> {\n" + Repeat("  int F();\n", 90) + "};\n"),
        One("qianmo", Function("cmd_up()", 70) + Function("cmd_down()", 70))}},
  };
}

std::vector<Rule> CallRules() {
  return {
      {"TimeIsPassedIn",
       TimeIsPassedIn,
       {One("services/rpc/a.cc", "auto t = std::chrono::system_clock::now();"),
        One("tests/a_test.cc", "auto t = time(nullptr);"),
        One("services/pg/a.cc", "clock_gettime(CLOCK_REALTIME, &t);")},
       {One("services/base/clock.cc", "return std::chrono::system_clock::now();"),
        One("services/rpc/a.cc", "// not system_clock::now()\nauto t = clock.Now();"),
        One("services/rpc/a.cc", "auto t = std::chrono::steady_clock::now();")}},
      {"RandomnessHasItsPlaces",
       RandomnessHasItsPlaces,
       {One("services/base/a.cc", "std::random_device device;"),
        One("tests/a_test.cc", "int a = rand() % 6;")},
       {One("services/base/a.cc", "auto operand(int a); // rand()"),
        One("tests/a_test.cc", "std::mt19937 random(7);")}},
      {"ServicesSpeakThroughTheLog",
       ServicesSpeakThroughTheLog,
       {One("services/pg/a.cc", "std::printf(\"a\");"),
        One("services/identity/a.cc", "std::cerr << 1;"),
        One("services/identity/a.cc", "fprintf(stderr, \"\");")},
       {One("services/qianmoctl/main.cc", "std::cout << 1;"),
        One("services/base/a.cc", "std::snprintf(a, 4, \"%d\", 1); log.Info(\"printf(\");")}},
      {"CatchAllExplainsItself",
       CatchAllExplainsItself,
       {One("services/pg/a.cc", "try { F(); } catch (...) {\n}\n// later"),
        One("tests/a.cc", "try {\n  throw 1;\n} catch (...) {\n  return false;\n}")},
       {One("a.cc", "try { F(); } catch (...) {\n  G();\n  throw;\n}"),
        One("a.cc", "try { F(); } catch (...) {  // nobody is left to tell\n}"),
        One("a.cc", "} catch (const std::exception& e) {\n}")}},
      {"QuantitiesAreExact",
       QuantitiesAreExact,
       {One("services/base/money.cc", "double fen = 0.1;"),
        One("services/ledger/domain/hold.h", "float share;")},
       {One("services/base/money.cc", "// never a double\nint doubled = 2;"),
        One("services/rpc/metrics.cc", "double seconds = 0.1;")}},
      {"SqlNamesItsColumns",
       SqlNamesItsColumns,
       {One("services/ledger/a_store.cc", "tx.Query(\"SELECT * FROM ledger.hold\");"),
        One("services/ledger/a_store.cc", "R\"(insert into a values (1) returning *)\""),
        One("db/demo/a.sql", "select distinct t.* from t;")},
       {One("services/ledger/a_store.cc", "\"SELECT count(*) FROM ledger.hold\"; // select *"),
        One("db/demo/a.sql", "-- select * would be refused\nselect a, b * c from t;")}},
      {"SqlIsToldTheTime",
       SqlIsToldTheTime,
       {One("services/ledger/a_store.cc", "\"UPDATE a SET b = now() WHERE c\""),
        One("db/migrations/0001_a.sql",
            "create table a (t timestamptz default CURRENT_TIMESTAMP);"),
        One("db/migrations/0001_a.sql", "select clock_timestamp();")},
       {One("services/ledger/a.cc", "call.now(); \"UPDATE a SET b = $1\";"),
        One("db/migrations/0001_a.sql", "select 1; -- never now()")}},
  };
}

// A tree in which the headers that the controls include do exist.
Control With(std::string path, std::string text) {
  Control control = One(std::move(path), std::move(text));
  for (const char* header : {"services/base/money.h", "services/crypto/seal.h",
                             "services/pg/pool.h", "services/print/flow.h", "services/rpc/call.h",
                             "services/ledger/domain/hold.h", "services/ledger/hold_store.h",
                             "services/identity/domain/role.h", "services/qianmod/host.h"}) {
    control.files.push_back({header, "// For the controls.\n"});
  }
  return control;
}

std::vector<Rule> RingRules() {
  return {
      {"RingsLookInward",
       RingsLookInward,
       {With("services/base/a.cc", "#include \"crypto/seal.h\""),
        With("services/sheet/a.cc", "#include \"crypto/seal.h\""),
        With("services/crypto/a.cc", "#include \"pg/pool.h\""),
        With("services/pg/a.cc", "#include \"rpc/call.h\""),
        With("services/rpc/a.cc", "#include \"ledger/hold_store.h\""),
        With("services/print/a.cc", "#include \"rpc/call.h\""),
        With("services/ledger/domain/a.h", "#include \"pg/pool.h\""),
        With("services/ledger/domain/a.h", "#include \"qianmo/rpc/v1/caller.pb.h\""),
        With("services/ledger/a_store.cc", "#include \"identity/domain/role.h\""),
        With("services/ledger/a_service.cc", "#include \"qianmod/host.h\"")},
       {With("services/crypto/a.cc", "#include \"base/money.h\"\n#include <vector>"),
        With("services/ledger/domain/a.h", "#include \"base/money.h\""),
        With("services/ledger/a_service.cc",
             "#include \"ledger/hold_store.h\"\n#include \"rpc/call.h\""),
        With("services/ledger/print/a.cc", "#include \"print/flow.h\""),
        With("services/qianmod/main.cc", "#include \"identity/domain/role.h\"")}},
      {"LibrariesStayInTheirRing",
       LibrariesStayInTheirRing,
       {One("services/pg/a.cc", "#include <openssl/evp.h>"),
        One("services/ledger/a_service.cc", "#include <xlsxwriter.h>"),
        One("services/rpc/a.cc", "#include <pqxx/result>"),
        One("services/ledger/a_store.cc", "#include <grpcpp/grpcpp.h>"),
        One("services/base/a.h", "#include <google/protobuf/message.h>"),
        One("services/ledger/domain/a.h", "#include <google/protobuf/message.h>"),
        One("services/rpc/a.cc", "#include <boost/asio/io_context.hpp>"),
        One("gateway/http/server.cc", "#include <openssl/ssl.h>"),
        One("gateway/http/wire.cc", "#include <boost/asio/ssl.hpp>"),
        One("services/ledger/a_service.cc", "#include <cairo.h>"),
        One("gateway/http/server.cc", "#include <pqxx/result>")},
       {One("services/crypto/a.cc", "#include <openssl/evp.h>\n#include <argon2.h>"),
        One("gateway/http/tls.cc", "#include <boost/asio/ssl.hpp>\n#include <openssl/ssl.h>"),
        One("gateway/live/a.cc", "#include <boost/asio/io_context.hpp>"),
        One("services/ledger/hold_store.cc", "#include <pqxx/result>"),
        One("services/ledger/hold_service.cc", "#include <grpcpp/grpcpp.h>"),
        One("tests/support/database.cc", "#include <pqxx/connection>")}},
  };
}

// A proto that declares this, and a page of refusals with A_REASON and B_REASON.
Control Declaring(const std::string& declared) {
  return {{{"proto/qianmo/ledger/v1/a.proto", declared},
           {"services/ledger/domain/refusals.cc", "R A() { return {\"A_REASON\", \"B_REASON\"}; }"},
           {"services/listings/domain/refusals.cc", "R C() { return {\"C_REASON\"}; }"}}};
}

// What a file declares, and the web app with a sentence for A_REASON.
Control InWords(const File& declaring) {
  return {{declaring,
           {"gateway/web/src/text/reasons/a.ts",
            "export const a = {\n  A_REASON: ['甲', 'A'],\n} // B_REASON: ["}}};
}

std::vector<Rule> ReasonRules() {
  const std::string proto = "proto/qianmo/ledger/v1/a.proto";
  const std::string rpc = "services/rpc/reasons.cc";
  return {
      {"DeclaredReasonsAreReal",
       DeclaredReasonsAreReal,
       {Declaring("option (refusals) = {reasons: [\"A_REASON\", \"NO_REASON\"]};"),
        Declaring("option (refusals) = {\n  reasons: [\n \"NO_REASON\", \n\"A_REASON\"\n]};"),
        Declaring("option (refusals) = {reasons: \"NO_REASON\"};"),
        Declaring("option (refusals) = {reasons: [\"C_REASON\"]};")},
       {Declaring("option (refusals) = {reasons: [\"A_REASON\",\n\"B_REASON\"]};"),
        Declaring("option (refusals) = {reasons: \"A_REASON\"};\n// \"NO_REASON\"")}},
      {"DeclaredReasonsAreInWords",
       DeclaredReasonsAreInWords,
       {InWords({proto, "reasons: [\"A_REASON\",\n\"B_REASON\"]"}),
        InWords({rpc, "    {\"A_REASON\", \"It is so.\"},\n    {\"B_REASON\", \"It is not.\"},"})},
       {InWords({proto, "reasons: \"A_REASON\""}),
        InWords({rpc, "    {\"A_REASON\", \"It is so.\"},"})}},
  };
}

std::vector<Rule> LayoutRules() {
  const File base{"services/base/area.cc", "#include \"base/area.h\"\n"};
  const File half{"services/pg/attempts.cc", "#include \"pg/transaction.h\"\n"};
  const File room{"services/pg/units_install.cc",
                  "#include \"pg/area.h\"\n#include \"pg/install.h\"\n"};
  return {
      {"TopLevelIsFixed",
       TopLevelIsFixed,
       {One("docs/a.md", ""), One("Makefile", ""), {{{"src/a.cc", ""}, {"src/b.cc", ""}}}},
       {One(".ci/run", ""), One("README.md", ""), One("gateway/http/a.cc", "")}},
      {"NamesSayWhatIsInside",
       NamesSayWhatIsInside,
       {One("services/base/string_util.h", ""), One("services/common/a.h", ""),
        One("services/pg/pool.h", "class PoolManager {")},
       {One("services/base/score.h", "struct Utility;"),
        One("services/pg/pool.h", "class Pool {")}},
      {"NamesAreThereOnce",
       NamesAreThereOnce,
       {{{{"services/pg/a.cc", "constexpr int kMost = 1;"},
          {"services/pg/b.cc", "constexpr char kMost[] = \"\";"}}},
        {{{"services/pg/a.cc", "struct Wish {"}, {"services/pg/b.cc", "class Wish final {"}}}},
       {{{{"services/pg/a.cc", "constexpr int kMost = 1;"},
          {"services/rpc/b.cc", "constexpr int kMost = 1;"}}},
        {{{"services/pg/a.cc", "struct Wish;\n  const int kMost = 1;"},
          {"services/pg/b.cc", "struct Wish {\nconst int kMost = 2;"}}}}},
      {"TypesAreThereOnce",
       TypesAreThereOnce,
       {{{{"services/pg/a.h", "namespace qianmo::pg {\nstruct Row {"},
          {"services/pg/b.h", "namespace qianmo::pg {\nclass Row final : public Line {"}}}},
       {{{{"services/pg/a.h", "namespace qianmo::pg {\nstruct Row {"},
          {"services/pg/b.h", "namespace qianmo::pg::print {\nstruct Row {"}}},
        {{{"services/pg/a.h", "namespace qianmo::pg {\nstruct Row {"},
          {"services/pg/b.h", "namespace qianmo::pg {\nstruct Row;\n  struct Row {"}}}}},
      {"SourcesHaveTests",
       SourcesHaveTests,
       {{{base}},
        {{base, {"tests/services/pg/area_test.cc", "#include \"base/area.h\""}}},
        {{half, {"tests/services/pg/pool_test.cc", "#include \"pg/pool.h\""}}},
        {{room, {"tests/services/pg/pool_test.cc", "#include \"pg/area.h\""}}}},
       {{{base, {"tests/services/base/area_test.cc", ""}}},
        {{half, {"tests/services/pg/commit_test.cc", "#include \"pg/transaction.h\""}}},
        {{room, {"tests/services/pg/pool_test.cc", "#include \"pg/install.h\""}}},
        One("services/qianmod/main.cc", "int main() {}")}},
      {"MigrationsCountUp",
       MigrationsCountUp,
       {{{{"db/migrations/0001_a.sql", ""}, {"db/migrations/0001_b.sql", ""}}},
        {{{"db/migrations/0001_a.sql", ""}, {"db/migrations/0003_b.sql", ""}}},
        One("db/migrations/1_a.sql", "")},
       {{{{"db/migrations/0001_a.sql", ""}, {"db/migrations/0002_b.sql", ""}}}}},
      {"NothingIsLeftForLater",
       NothingIsLeftForLater,
       {One("services/base/a.h", "// TODO: faster"), One("README.md", "FIXME")},
       {One("services/base/a.h", "// A todo list is not a mark.")}},
      {"NoPathsOfOneMachine",
       NoPathsOfOneMachine,
       {One("qianmo", "cd /home/li/qianmo"), One("README.md", "see `/root/a`"),
        One("proto/package-lock.json", "\"resolved\": \"https://registry.npmjs.org/a\"")},
       {One("qianmo", "STATE=/var/lib/qianmo; D=$HOME/work/x # a clone under /root"),
        One("services/rpc/a.cc", "// counties/7/work/3")}},
      {"FilesSayWhatTheyAreFor",
       FilesSayWhatTheyAreFor,
       {One("services/base/a.h", "#pragma once\n"), One("db/migrations/0001_a.sql", "begin;"),
        One("proto/a.proto", "")},
       {One("services/base/a.h", "// Areas.\n#pragma once\n"), One("services/base/a.cc", "int a;"),
        One("db/migrations/0001_a.sql", "-- Accounts.\n")}},
  };
}

}  // namespace

Tree ToTree(const Control& control) {
  Tree tree;
  for (const File& file : control.files) tree.push_back(ParseSource(file.path, file.text));
  std::stable_sort(tree.begin(), tree.end(),
                   [](const Source& a, const Source& b) { return a.path < b.path; });
  return tree;
}

std::vector<Rule> AllRules() {
  std::vector<Rule> all;
  for (const auto& group : {SizeRules(), CallRules(), RingRules(), ReasonRules(), LayoutRules()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace qianmo::tidy
