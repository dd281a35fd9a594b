// The bytes of one connection, in the clear or through TLS. Everything here happens on the
// connection's own thread.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace qianmo::gateway {

class Wire {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using Buffers = std::array<boost::asio::const_buffer, 4>;  // some may be empty

  // Who owns the wire. It lives as long as an operation of the wire is under way.
  class Owner : public std::enable_shared_from_this<Owner> {
   public:
    virtual ~Owner() = default;
    virtual void OnReady() = 0;                        // reading and sending may begin
    virtual void OnBytes(std::string_view bytes) = 0;  // valid until it returns
    virtual void OnEnd(bool clean) = 0;                // no more bytes: the end, or an error
    virtual void OnProgress() = 0;                     // some bytes of what is sent have left
    virtual void OnSent(bool ok) = 0;
  };

  explicit Wire(Owner& owner) : owner_(owner) {}
  virtual ~Wire() = default;

  virtual void Begin() = 0;
  // One OnBytes or OnEnd. One Read at a time.
  virtual void Read() = 0;
  // One OnSent; the bytes must live until then. One Send at a time.
  virtual void Send(const Buffers& buffers) = 0;
  // Tells the client that no more comes; reading goes on.
  virtual void EndSending() = 0;
  // Whether bytes have arrived that nobody has read.
  bool HasUnread();
  // Ends everything at once; `reset` so that the client cannot take what it has for whole.
  void Cut(bool reset);

 protected:
  virtual Socket& socket() = 0;
  std::shared_ptr<Owner> owner() const { return owner_.shared_from_this(); }

  Owner& owner_;
};

std::unique_ptr<Wire> PlainWire(Wire::Socket socket, Wire::Owner& owner);

}  // namespace qianmo::gateway
