#include "tidy/tree.h"

#include <fstream>

#include <gtest/gtest.h>

namespace qianmo::tidy {
namespace {

TEST(ReadTree, LeavesOutWhatIsBuiltOrFetched) {
  const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "tidy_tree";
  std::filesystem::remove_all(root);
  for (const char* path : {"services/base/a.cc", "build/b.cc", "gateway/web/node_modules/c/c.ts",
                           ".git/config", ".ci/run", "tests/build.cc"}) {
    std::filesystem::create_directories((root / path).parent_path());
    std::ofstream(root / path) << "one\ntwo\n";
  }
  std::vector<std::string> paths;
  for (const Source& source : ReadTree(root)) paths.push_back(source.path);
  EXPECT_EQ(paths, (std::vector<std::string>{".ci/run", "services/base/a.cc", "tests/build.cc"}));
  std::filesystem::remove_all(root);
}

TEST(ParseSource, TellsCodeFromCommentsAndTexts) {
  const Source source = ParseSource("a.cc",
                                    "int a = 1'000; // now()\n"
                                    "auto b = \"x // \\\"y\"; /* c\n"
                                    "d */ char e = '\"'; f();\n"
                                    "auto g = R\"sql(select \")\"\n"
                                    "from h)sql\"; i();");
  ASSERT_EQ(source.lines.size(), 5u);
  EXPECT_EQ(source.code[0], "int a = 1'000;         ");
  EXPECT_EQ(source.comments[0], "               // now()");
  EXPECT_EQ(source.texts[1].substr(10, 8), "x // \\\"y");
  EXPECT_EQ(source.comments[1].substr(21), "/* c");
  EXPECT_EQ(source.code[2], "     char e = ' '; f();");
  EXPECT_EQ(source.texts[3].substr(15), "select \")\"");
  EXPECT_EQ(source.code[4], "      )sql\"; i();");
}

TEST(ParseSource, KnowsTheCommentsOfSql) {
  const Source source = ParseSource("a.sql", "select 'it''s -- here' -- it's\nfrom b;\n");
  ASSERT_EQ(source.lines.size(), 2u);
  EXPECT_EQ(source.texts[0].substr(8, 13), "it  s -- here");
  EXPECT_EQ(source.comments[0].substr(23), "-- it's");
  EXPECT_EQ(source.code[1], "from b;");
}

}  // namespace
}  // namespace qianmo::tidy
