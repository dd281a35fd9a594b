// HTTP clients for tests: one that sends any bytes and sees every byte, one that behaves.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qianmo::support {

struct HttpReply {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  // without its chunks

  // The first of that name in any case, or "".
  std::string Header(std::string_view name) const;
};

// A TCP connection to 127.0.0.1 that does what it is told. Whatever takes longer than `patience`
// throws std::runtime_error, as does a connection that ends within an answer.
class RawConnection {
 public:
  // `from` is another address of this machine, such as 127.0.0.2, to be somebody else.
  explicit RawConnection(int port, const std::string& from = "127.0.0.1");
  ~RawConnection();
  RawConnection(RawConnection&& other) noexcept;
  RawConnection& operator=(RawConnection&&) = delete;

  // False when the other side has closed.
  bool Send(std::string_view bytes);
  // The next answer; `method` is that of its request, because HEAD has no body.
  HttpReply ReadReply(const std::string& method = "GET");
  // The status line and headers only; the body is left to ReadChunk or ReadSome.
  HttpReply ReadHead();
  // The next chunk of a chunked body; "" is its end.
  std::string ReadChunk();
  // All bytes until the other side closes.
  std::string ReadToEnd();
  // Whether the other side closes, orderly or not, before it sends anything more.
  bool IsClosed(std::chrono::milliseconds patience = std::chrono::seconds(10));
  // No more bytes will come from here; the answer is still read.
  void EndSending();
  // Goes away with a reset.
  void Reset();

 private:
  bool ReadMore();
  void WaitForBytes(std::chrono::milliseconds patience);
  void Need(std::size_t size);
  std::string ReadLine();
  std::string Take(std::size_t size);

  int socket_ = -1;
  std::string unread_;
};

// One request on a connection of its own.
HttpReply Fetch(int port, const std::string& method, const std::string& target,
                const std::vector<std::pair<std::string, std::string>>& headers = {},
                const std::string& body = "");

}  // namespace qianmo::support
