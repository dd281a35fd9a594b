#include "sheet/xlsx_writer.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace qianmo::sheet {
namespace {

constexpr unsigned kColumnWidth = 16;

// An empty file of which nobody else knows the name.
std::filesystem::path NewFile() {
  std::string path = (std::filesystem::temp_directory_path() / "qianmo-sheet-XXXXXX").string();
  const int file = mkstemp(path.data());
  if (file < 0) throw std::runtime_error("no place for a temporary file");
  close(file);
  return path;
}

// As many digits as a spreadsheet program keeps.
constexpr std::ptrdiff_t kMostDigits = 15;

bool FitsANumber(const std::string& decimal) {
  return std::ranges::count_if(decimal, [](char c) { return c >= '0' && c <= '9'; }) <= kMostDigits;
}

void Check(lxw_error error) {
  if (error != LXW_NO_ERROR) throw std::runtime_error(lxw_strerror(error));
}

}  // namespace

XlsxWriter::XlsxWriter(const std::string& sheet) : path_(NewFile()) {
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  const std::string folder = path_.parent_path().string();
  options.tmpdir = const_cast<char*>(folder.c_str());  // copied
  workbook_ = workbook_new_opt(path_.c_str(), &options);
  if (workbook_ == nullptr) throw std::runtime_error("no memory for a sheet");
  lxw_doc_properties properties{};
  properties.created = 1;  // else it would be the clock's
  Check(workbook_set_properties(workbook_, &properties));
  worksheet_ = workbook_add_worksheet(workbook_, sheet.c_str());
  if (worksheet_ == nullptr) throw std::runtime_error("a sheet cannot be called that");
  bold_ = workbook_add_format(workbook_);
  format_set_bold(bold_);
  number_ = workbook_add_format(workbook_);
  format_set_num_format(number_, "#,##0.00");
}

XlsxWriter::~XlsxWriter() {
  if (workbook_ != nullptr) workbook_close(workbook_);
  std::error_code ignored;  // a file that is left is emptied by the system
  std::filesystem::remove(path_, ignored);
}

void XlsxWriter::AddHeader(const std::vector<std::string>& cells) {
  const auto last = static_cast<lxw_col_t>(cells.empty() ? 0 : cells.size() - 1);
  Check(worksheet_set_column(worksheet_, 0, last, kColumnWidth, nullptr));
  worksheet_freeze_panes(worksheet_, 1, 0);
  Write(cells, bold_);
}

void XlsxWriter::AddRow(const std::vector<std::string>& cells) { Write(cells, nullptr); }

void XlsxWriter::AddCells(const std::vector<Cell>& cells) {
  lxw_col_t column = 0;
  for (const Cell& cell : cells) {
    const lxw_col_t at = column++;
    double value = 0;
    const char* const end = cell.text.data() + cell.text.size();
    const bool reads = cell.is_number && FitsANumber(cell.text) &&
                       std::from_chars(cell.text.data(), end, value).ptr == end;
    if (reads) {
      Check(worksheet_write_number(worksheet_, row_, at, value, number_));
    } else {
      Check(worksheet_write_string(worksheet_, row_, at, cell.text.c_str(), nullptr));
    }
  }
  ++row_;
}

std::string XlsxWriter::Finish() {
  lxw_workbook* workbook = workbook_;
  workbook_ = nullptr;
  Check(workbook_close(workbook));
  std::ifstream file(path_, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

void XlsxWriter::Write(const std::vector<std::string>& cells, lxw_format* format) {
  lxw_col_t column = 0;
  for (const std::string& cell : cells) {
    Check(worksheet_write_string(worksheet_, row_, column++, cell.c_str(), format));
  }
  ++row_;
}

}  // namespace qianmo::sheet
