#include "gateway/http/tls.h"

#include <mutex>
#include <stdexcept>
#include <utility>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <sys/stat.h>

#include "rpc/log.h"

namespace qianmo::gateway {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;

// We speak HTTP/1.1 only; a client that offers nothing of that goes on without ALPN.
int ChooseProtocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offer,
                   unsigned int offered, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  const int outcome = SSL_select_next_proto(&chosen, size, kOurs, sizeof kOurs - 1, offer, offered);
  if (outcome != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

std::shared_ptr<ssl::context> Load(const std::filesystem::path& certificate,
                                   const std::filesystem::path& key) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* const raw = context->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_alpn_select_cb(raw, ChooseProtocol, nullptr);
  context->use_certificate_chain_file(certificate.string());
  context->use_private_key_file(key.string(), ssl::context::pem);
  if (SSL_CTX_check_private_key(raw) != 1) {
    throw std::runtime_error("the key does not belong to the certificate");
  }
  return context;
}

// What changes when a file is replaced or written.
std::string StampOf(const std::filesystem::path& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return "none";
  return std::to_string(status.st_ino) + "/" + std::to_string(status.st_size) + "/" +
         std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec);
}

class Encrypted final : public Wire {
 public:
  Encrypted(std::shared_ptr<ssl::context> context, Socket socket, Owner& owner)
      : Wire(owner), context_(std::move(context)), stream_(std::move(socket), *context_) {}

  void Begin() override {
    stream_.async_handshake(ssl::stream_base::server, [this, alive = owner()](error_code error) {
      if (error) return owner_.OnEnd(false);
      owner_.OnReady();
    });
  }

  void Read() override {
    stream_.async_read_some(asio::buffer(buffer_),
                            [this, alive = owner()](error_code error, std::size_t size) {
                              if (error) return owner_.OnEnd(error == asio::error::eof);
                              owner_.OnBytes({buffer_.data(), size});
                            });
  }

  void Send(const Buffers& buffers) override {
    const std::size_t size = asio::buffer_size(buffers);
    if (size > kRecord) return SendAll(buffers);
    // Else each buffer would become a record and a packet of its own.
    joined_.resize(size);
    asio::buffer_copy(asio::buffer(joined_), buffers);
    SendAll(asio::const_buffer(asio::buffer(joined_)));
  }

  void EndSending() override {
    stream_.async_shutdown([alive = owner()](error_code) {});
  }

 private:
  static constexpr std::size_t kRecord = 16 * 1024;

  template <class AnyBuffers>
  void SendAll(const AnyBuffers& buffers) {
    auto progress = [this](error_code error, std::size_t) -> std::size_t {
      if (error) return 0;
      owner_.OnProgress();
      return kRecord;
    };
    asio::async_write(
        stream_, buffers, progress,
        [this, alive = owner()](error_code error, std::size_t) { owner_.OnSent(!error); });
  }

  Socket& socket() override { return stream_.next_layer(); }

  const std::shared_ptr<ssl::context> context_;
  ssl::stream<Socket> stream_;
  std::array<char, 4096> buffer_;
  std::string joined_;
};

}  // namespace

struct Tls::State {
  std::mutex mutex;
  std::shared_ptr<ssl::context> context;
  std::string stamp;  // of the files when we last looked
};

Tls::Tls(std::filesystem::path certificate, std::filesystem::path key)
    : certificate_(std::move(certificate)),
      key_(std::move(key)),
      state_(std::make_unique<State>()) {
  state_->stamp = StampOf(certificate_) + " " + StampOf(key_);
  try {
    state_->context = Load(certificate_, key_);
  } catch (const std::exception& trouble) {
    throw std::runtime_error("cannot use " + certificate_.string() + " with " + key_.string() +
                             ": " + trouble.what());
  }
}

Tls::~Tls() = default;

void Tls::Renew() {
  std::string stamp = StampOf(certificate_) + " " + StampOf(key_);
  const std::lock_guard lock(state_->mutex);
  if (stamp == state_->stamp) return;
  state_->stamp = std::move(stamp);
  try {
    state_->context = Load(certificate_, key_);
    rpc::Log(rpc::Level::kInfo, "certificate renewed", {{"file", certificate_.string()}});
  } catch (const std::exception& trouble) {
    rpc::Log(rpc::Level::kError, "certificate kept, the new one is unfit",
             {{"file", certificate_.string()}, {"error", trouble.what()}});
  }
}

std::unique_ptr<Wire> Tls::Wrap(Wire::Socket socket, Wire::Owner& owner) {
  const std::lock_guard lock(state_->mutex);
  return std::make_unique<Encrypted>(state_->context, std::move(socket), owner);
}

}  // namespace qianmo::gateway
