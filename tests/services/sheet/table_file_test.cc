// Tables with numbers among their cells, in both formats.
#include "sheet/table_file.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace qianmo::sheet {
namespace {

ExportedFile Exported(TableFormat format) {
  TableFile file(format, "余额");
  file.AddHead({"科目", "余额"});
  file.Add({"-1", "=1"});
  file.AddCells({"-银行", Cell::Number("-1234.50")});
  file.AddCells({"多,", Cell::Number("92233720368547758.07")});
  return file.Finish();
}

TEST(TableFile, GuardsTextAndNoNumbersInCsv) {
  const ExportedFile file = Exported(TableFormat::kCsv);
  EXPECT_EQ(file.content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(file.extension, ".csv");
  EXPECT_EQ(
      file.content,
      "\xef\xbb\xbf科目,余额\r\n'-1,'=1\r\n'-银行,-1234.50\r\n\"多,\",92233720368547758.07\r\n");
}

TEST(TableFile, LetsProgramsComputeWithNumbersThatTheyKeepExactly) {
  const ExportedFile file = Exported(TableFormat::kXlsx);
  EXPECT_EQ(file.extension, ".xlsx");
  const auto path = std::filesystem::temp_directory_path() /
                    ("table-" + std::to_string(reinterpret_cast<std::uintptr_t>(&Exported)));
  std::ofstream(path, std::ios::binary) << file.content;
  FILE* pipe = popen(("unzip -p " + path.string() + " xl/worksheets/sheet1.xml").c_str(), "r");
  std::string xml(1 << 16, '\0');
  xml.resize(std::fread(xml.data(), 1, xml.size(), pipe));
  pclose(pipe);
  std::filesystem::remove(path);
  EXPECT_NE(xml.find("<v>-1234.5</v>"), xml.npos) << xml;
  EXPECT_NE(xml.find("<t>92233720368547758.07</t>"), xml.npos) << "more digits than they keep";
  EXPECT_NE(xml.find("<t>-1</t>"), xml.npos) << xml;
}

}  // namespace
}  // namespace qianmo::sheet
