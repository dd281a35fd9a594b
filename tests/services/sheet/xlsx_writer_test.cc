// Sheets as spreadsheet programs open them.
#include "sheet/xlsx_writer.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace qianmo::sheet {
namespace {

std::string Sheet() {
  XlsxWriter writer("名册");
  writer.AddHeader({"户号", "姓名"});
  writer.AddRow({"0001", "=HYPERLINK(\"http://x\")"});
  writer.AddRow({"110101199003070000", ""});
  return writer.Finish();
}

TEST(XlsxWriter, MakesAFileThatIsTheSameForTheSameRows) {
  const std::string sheet = Sheet();
  EXPECT_TRUE(sheet.starts_with("PK"));
  EXPECT_NE(sheet.find("xl/workbook.xml"), sheet.npos);
  EXPECT_EQ(sheet, Sheet());
}

TEST(XlsxWriter, WritesEveryCellAsText) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("sheet-" + std::to_string(reinterpret_cast<std::uintptr_t>(&Sheet)));
  std::ofstream(path, std::ios::binary) << Sheet();
  FILE* pipe = popen(("unzip -p " + path.string() + " xl/worksheets/sheet1.xml").c_str(), "r");
  std::string xml(1 << 16, '\0');
  xml.resize(std::fread(xml.data(), 1, xml.size(), pipe));
  pclose(pipe);
  std::filesystem::remove(path);
  EXPECT_NE(xml.find("<t>0001</t>"), xml.npos) << xml;
  EXPECT_NE(xml.find("<t>110101199003070000</t>"), xml.npos) << xml;
  EXPECT_NE(xml.find("<t>=HYPERLINK"), xml.npos) << xml;
  EXPECT_EQ(xml.find("<f>"), xml.npos) << "nothing is computed";
}

TEST(XlsxWriter, LeavesNoFileBehind) {
  const auto count = [] {
    int files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
      files += entry.path().filename().string().starts_with("qianmo-sheet-") ? 1 : 0;
    }
    return files;
  };
  const int before = count();
  Sheet();
  { XlsxWriter given_up("名册"); }
  EXPECT_EQ(count(), before);
}

}  // namespace
}  // namespace qianmo::sheet
