#include "services/print/proof.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <zbar.h>

#include "support/process.h"

namespace qianmo::print {
namespace {

using support::TemporaryFolder;

// Runs a poppler tool on the document; what it wrote into the file that ends the command.
void Run(const std::string& pdf, const TemporaryFolder& folder, std::vector<std::string> command) {
  std::ofstream(folder.path() / "in.pdf", std::ios::binary) << pdf;
  const auto outcome = support::RunToEnd(command, {});
  if (outcome.code != 0 || !outcome.output.empty()) throw std::runtime_error(outcome.output);
}

}  // namespace

int Picture::At(int x, int y) const {
  const auto index = static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  return static_cast<unsigned char>(grey.at(index + static_cast<std::size_t>(x)));
}

Picture Render(const std::string& pdf, int page, int dpi) {
  const TemporaryFolder folder;
  const std::string number = std::to_string(page);
  Run(pdf, folder,
      {"/usr/bin/pdftoppm", "-gray", "-singlefile", "-r", std::to_string(dpi), "-f", number, "-l",
       number, folder.path() / "in.pdf", folder.path() / "page"});
  std::istringstream file(support::ReadFile(folder.path() / "page.pgm"));
  Picture picture;
  std::string magic;
  int most = 0;
  file >> magic >> picture.width >> picture.height >> most;
  file.get();
  picture.grey.assign(std::istreambuf_iterator<char>(file), {});
  return picture;
}

std::vector<std::string> TextOf(const std::string& pdf) {
  const TemporaryFolder folder;
  Run(pdf, folder, {"/usr/bin/pdftotext", folder.path() / "in.pdf", folder.path() / "out.txt"});
  const std::string text = support::ReadFile(folder.path() / "out.txt");
  std::vector<std::string> pages;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\f', at), text.size());
    pages.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return pages;
}

std::string Facts(const std::string& pdf) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "in.pdf", std::ios::binary) << pdf;
  return support::RunToEnd({"/usr/bin/pdfinfo", "-isodates", folder.path() / "in.pdf"}, {}).output;
}

std::vector<std::string> ReadQrCodes(const Picture& picture) {
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  zbar::Image image(static_cast<unsigned>(picture.width), static_cast<unsigned>(picture.height),
                    "Y800", picture.grey.data(), picture.grey.size());
  scanner.scan(image);
  std::vector<std::string> found;
  for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) {
    found.push_back(symbol->get_data());
  }
  return found;
}

std::string Tight(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
  return text;
}

DocumentInfo Info() {
  return {.title = "信函 青石镇 第3批",
          .author = "青石镇农村集体资产管理服务中心",
          .create_time = Time(std::chrono::seconds(1'795'000'000))};
}

}  // namespace qianmo::print
