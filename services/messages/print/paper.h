// What is put on paper: a letter to one recipient, a notice for a wall.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "print/document.h"

namespace qianmo::messages::print {

using namespace qianmo::print;  // papers are set and drawn as all print is

// The organisation whose paper it is.
struct Sender {
  std::string organisation;            // "青石镇农村集体资产管理中心"
  std::vector<std::string> help = {};  // where to ask: "服务窗口：…", "电话：…"
};

// A place on the web that the reader may look at, but need not.
struct Link {
  std::string url;    // in the QR
  std::string shown;  // beside it, short enough to be typed
};

// A secret that only the recipient may read.
struct OneTimeCode {
  std::string text;    // in groups, "K7M-2QX-9F4T"
  std::string letter;  // what is typed besides it, such as "7-000123"; may be empty
  std::optional<Date> last_date = {};
};

struct Letter {
  std::string number;  // printed, and named when the letter cannot be printed
  Date date;
  Sender sender;
  std::vector<std::string> address;  // the lines in the window; the recipient is the last one
  std::string title;
  std::string body;  // paragraphs end with a line end
  std::optional<OneTimeCode> code = {};
  std::optional<Link> link = {};
};

enum class Paper { kA4, kA3 };

struct Notice {
  std::string number;
  Date date;
  Sender sender;
  Paper paper = Paper::kA3;
  std::string title;
  std::string body;
  Date posted_from;
  Date posted_until;  // the last day on the wall
  std::optional<Link> link = {};
};

}  // namespace qianmo::messages::print
