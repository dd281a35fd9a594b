// Names of files: which are kept as they are, and which are refused.
#include "registry/domain/file_name.h"

#include <gtest/gtest.h>

namespace qianmo::registry {
namespace {

TEST(FileName, IsKeptAsItWasGiven) {
  for (const std::string& name :
       std::vector<std::string>{"会议通知.pdf", "a", "地块 图 (1).jpg", ".profile", "...",
                                "a:b?*.txt", "𠮷田.png", std::string(200, 'x')}) {
    const auto parsed = ParseFileName("file_name", name);
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ(*parsed, name);
  }
}

TEST(FileName, IsRefusedWhenItMisleadsOrHarms) {
  struct Case {
    const char* what;
    std::string name;
  };
  for (const Case& one : std::vector<Case>{{"nothing", ""},
                                           {"one too long", std::string(201, 'x')},
                                           {"a folder", "a/b.pdf"},
                                           {"a folder of Windows", "a\\b.pdf"},
                                           {"this folder", "."},
                                           {"the folder above", ".."},
                                           {"a line end", "a\nb"},
                                           {"a NUL", std::string("a\0b", 3)},
                                           {"DEL", "a\x7f"},
                                           {"a C1 control", "a\u0085b"},
                                           {"text turned round", "a\u202efdp.exe"},
                                           {"an isolate", "a\u2066b"},
                                           {"a character without width", "a\u200bb"},
                                           {"a byte order mark", "\ufeffa"},
                                           {"a blank before", " a"},
                                           {"a blank behind", "a "},
                                           {"a wide blank", "a\u3000"},
                                           {"no UTF-8", "\xc3("}}) {
    const auto parsed = ParseFileName("file_name", one.name);
    ASSERT_FALSE(parsed) << one.what;
    EXPECT_EQ(parsed.refusal().reason, "FILE_NAME_MALFORMED") << one.what;
    EXPECT_EQ(parsed.refusal().fields.at(0).path, "file_name");
  }
}

TEST(FileName, CountsCharactersAndNotBytes) {
  std::string name;
  for (int i = 0; i < 200; ++i) name += "田";
  EXPECT_TRUE(ParseFileName("file_name", name));
  EXPECT_FALSE(ParseFileName("file_name", name + "田"));
}

}  // namespace
}  // namespace qianmo::registry
