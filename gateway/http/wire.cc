#include "gateway/http/wire.h"

#include <boost/asio/write.hpp>

namespace qianmo::gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// Waits without a buffer and reads into one that the thread's connections take turns with, so that
// an idle connection costs next to nothing.
class Plain final : public Wire {
 public:
  Plain(Socket socket, Owner& owner) : Wire(owner), socket_(std::move(socket)) {}

  void Begin() override { owner_.OnReady(); }

  void Read() override {
    socket_.async_wait(Socket::wait_read, [this, alive = owner()](error_code error) {
      if (error) return owner_.OnEnd(false);
      static thread_local std::array<char, 64 * 1024> buffer;
      const std::size_t size = socket_.read_some(asio::buffer(buffer), error);
      if (error == asio::error::would_block) return Read();
      if (error) return owner_.OnEnd(error == asio::error::eof);
      owner_.OnBytes({buffer.data(), size});
    });
  }

  void Send(const Buffers& buffers) override {
    auto progress = [this](error_code error, std::size_t) -> std::size_t {
      if (error) return 0;
      owner_.OnProgress();
      return 1024 * 1024;
    };
    asio::async_write(
        socket_, buffers, progress,
        [this, alive = owner()](error_code error, std::size_t) { owner_.OnSent(!error); });
  }

  void EndSending() override {
    error_code ignored;  // the client may be gone already
    socket_.shutdown(Socket::shutdown_send, ignored);
  }

 private:
  Socket& socket() override { return socket_; }

  Socket socket_;
};

}  // namespace

bool Wire::HasUnread() {
  error_code error;
  return socket().available(error) > 0 && !error;
}

void Wire::Cut(bool reset) {
  error_code ignored;  // what is cut cannot fail in a way that matters
  if (reset) socket().set_option(asio::socket_base::linger(true, 0), ignored);
  socket().close(ignored);
}

std::unique_ptr<Wire> PlainWire(Wire::Socket socket, Wire::Owner& owner) {
  socket.non_blocking(true);
  return std::make_unique<Plain>(std::move(socket), owner);
}

}  // namespace qianmo::gateway
