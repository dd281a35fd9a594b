#include "qianmobank/journal.h"

#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "base/encoding.h"

namespace qianmo::bank {
namespace {

// Parts are in base64url with dots between them, so that any bytes can be in them.
std::string ToLine(const Order& order) {
  std::string line;
  for (const std::string& part : order) line += (line.empty() ? "" : ".") + ToBase64Url(part);
  return line;
}

std::optional<Order> FromLine(const std::string& line) {
  Order order;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('.', at), line.size());
    auto part = FromBase64Url(line.substr(at, end - at));
    if (!part) return std::nullopt;
    order.push_back(*std::move(part));
    at = end + 1;
  }
  return order;
}

}  // namespace

Journal::Journal(const std::filesystem::path& folder) : file_(folder / "journal") {
  std::filesystem::create_directories(folder);
  std::ifstream in(file_, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::size_t whole = 0;
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n', whole)) {
    const auto order = FromLine(text.substr(whole, end - whole));
    if (!order) throw std::runtime_error("the journal is damaged: " + file_.string());
    orders_.push_back(*order);
    whole = end + 1;
  }
  if (whole < text.size()) std::filesystem::resize_file(file_, whole);
}

void Journal::Add(const Order& order) {
  std::ofstream out(file_, std::ios::binary | std::ios::app);
  out << ToLine(order) << '\n';
  out.flush();
  if (!out) throw std::runtime_error("the journal cannot be written: " + file_.string());
  orders_.push_back(order);
}

}  // namespace qianmo::bank
