// A client of streams over a real socket: sends a GET, reads the head, and then what comes, chunk
// by chunk.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "support/becomes.h"

namespace qianmo::gateway {

class Reader {
 public:
  // Connects to a port of this machine and asks; a receive buffer of `window` bytes, or the usual.
  Reader(int port, const std::string& target, const std::map<std::string, std::string>& headers,
         int window = 0);
  ~Reader();
  Reader(Reader&& other) noexcept;
  Reader& operator=(Reader&&) = delete;

  // The head of the answer; 0 when none comes.
  int Status();
  std::string Header(const std::string& name);  // in lower case

  // Reads until the body contains `text` after what earlier calls have given, and gives everything
  // up to and with it; "" when that does not happen in time.
  std::string Until(const std::string& text,
                    std::chrono::milliseconds patience = support::kPatience);
  // The next line that is no heartbeat, with its end; "" when none comes in time.
  std::string Line();
  // All that is left until the answer ends; how it ended is in `complete`.
  std::string Rest(bool* complete = nullptr);
  // Whether nothing but heartbeats of a stream of lines comes for so long.
  bool IsSilentFor(std::chrono::milliseconds time);
  void Leave();

 private:
  bool Receive(std::chrono::milliseconds patience);
  void Decode();

  int socket_ = -1;
  std::string raw_;   // not decoded yet
  std::string head_;  // with its blank line, once it is whole
  std::string body_;  // decoded, not given yet
  bool chunked_ = false;
  bool ended_ = false;     // the last chunk has come
  bool finished_ = false;  // the connection has
};

}  // namespace qianmo::gateway
