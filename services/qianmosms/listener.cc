#include "qianmosms/listener.h"

#include <stdexcept>

#include <boost/asio.hpp>
#include <boost/beast.hpp>

namespace qianmo::sms {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::chrono::seconds kIdle{60};
constexpr std::size_t kMostBody = 64 << 10;

using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

std::string Text(beast::string_view view) { return std::string(view); }

PortRequest ToPort(const Request& request) {
  return {.request = {.method = Text(request.method_string()),
                      .target = Text(request.target()),
                      .timestamp = Text(request[messages::kTimestampHeader]),
                      .nonce = Text(request[messages::kNonceHeader]),
                      .body = request.body()},
          .signature = Text(request[messages::kSignatureHeader])};
}

Response ToHttp(const PortAnswer& answer, const Request& request) {
  Response response{http::int_to_status(static_cast<unsigned>(answer.status)), request.version()};
  response.set(http::field::content_type, "application/json; charset=utf-8");
  if (answer.retry_after_seconds) {
    response.set(http::field::retry_after, std::to_string(*answer.retry_after_seconds));
  }
  response.keep_alive(request.keep_alive());
  response.body() = answer.body;
  response.prepare_payload();
  return response;
}

asio::awaitable<void> Pause(std::chrono::milliseconds length) {
  asio::steady_timer timer(co_await asio::this_coro::executor, length);
  co_await timer.async_wait(asio::use_awaitable);
}

// One request and its answer; false at the end of the connection.
asio::awaitable<bool> ServeOne(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                               Port& answers) {
  http::request_parser<http::string_body> parser;
  parser.body_limit(kMostBody);
  stream.expires_after(kIdle);
  co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
  stream.expires_never();
  const Request& request = parser.get();
  const PortRequest asked = ToPort(request);
  co_await Pause(answers.TakeDelay(asked));
  const PortAnswer answer = answers.Answer(asked);
  co_await Pause(answer.delay);
  if (answer.cut) co_return false;
  Response response = ToHttp(answer, request);
  stream.expires_after(kIdle);
  co_await http::async_write(stream, response, asio::use_awaitable);
  co_return response.keep_alive();
}

asio::awaitable<void> Serve(tcp::socket socket, Port& answers) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  try {
    bool more = true;
    while (more) more = co_await ServeOne(stream, buffer, answers);
  } catch (const std::exception&) {  // whoever asked has gone, or speaks no HTTP
  }
}

asio::awaitable<void> Accept(tcp::acceptor& acceptor, Port& answers) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor.get_executor(), Serve(std::move(socket), answers), asio::detached);
  }
}

tcp::endpoint Loopback(const std::string& address, std::uint16_t port) {
  boost::system::error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  if (error || !parsed.is_loopback()) {
    throw std::runtime_error("the simulator shows what phones receive, so it listens only on " +
                             std::string("127.0.0.1 or ::1, not on ") + address);
  }
  return {parsed, port};
}

}  // namespace

struct Listener::Sockets {
  asio::io_context context{1};
  tcp::acceptor acceptor;

  explicit Sockets(const tcp::endpoint& endpoint) : acceptor(context, endpoint, true) {}
};

Listener::Listener(const std::string& address, std::uint16_t port, Port& answers)
    : sockets_(std::make_unique<Sockets>(Loopback(address, port))) {
  asio::co_spawn(sockets_->context, Accept(sockets_->acceptor, answers), asio::detached);
  thread_ = std::thread([this] { sockets_->context.run(); });
}

Listener::~Listener() {
  sockets_->context.stop();
  thread_.join();
}

int Listener::port() const { return sockets_->acceptor.local_endpoint().port(); }

}  // namespace qianmo::sms
