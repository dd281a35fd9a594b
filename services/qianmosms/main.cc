// qianmo-sms: a small provider of text messages for development, demonstrations and tests. It sends
// nothing anywhere; GET /sent shows what phones would have received. See --help for its faults.
#include <iostream>

#include <CLI/CLI.hpp>
#include <signal.h>

#include "qianmosms/listener.h"
#include "rpc/log.h"

namespace {

using std::chrono::milliseconds;

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 7404;
  std::string key_file;
  std::string store;
  int take_delay = 0;
  int answer_delay = 0;
  int report_delay = 200;
  std::vector<std::string> refused;
  std::vector<std::string> dead;
  qianmo::sms::Faults faults;
};

void DeclareFaults(CLI::App* app, Options* options) {
  auto& faults = options->faults;
  app->add_option("--take-delay", options->take_delay, "Milliseconds before a text is taken");
  app->add_option("--answer-delay", options->answer_delay,
                  "Milliseconds between taking a text and answering");
  app->add_option("--report-delay", options->report_delay,
                  "Milliseconds until a text arrives on the phone")
      ->capture_default_str();
  app->add_option("--cut-every", faults.cut_every,
                  "Take every Nth text and cut the connection instead of answering");
  app->add_option("--error-every", faults.error_every, "Answer every Nth text with 500");
  app->add_option("--limit-every", faults.limit_every, "Answer every Nth text with 429");
  app->add_flag("--report-twice", faults.report_twice, "Tell reports again");
  app->add_flag("--report-reversed", faults.report_reversed, "Tell the newest reports first");
  app->add_flag("--report-contradicting", faults.report_contradicting,
                "Then report the opposite as well");
  app->add_option("--refused-number", options->refused, "A phone whose texts are not taken");
  app->add_option("--dead-number", options->dead, "A phone that no text arrives on");
}

void Declare(CLI::App* app, Options* options) {
  app->add_option("--address", options->address, "An address of this machine")
      ->envname("QIANMO_SMS_ADDRESS")
      ->capture_default_str();
  app->add_option("--port", options->port, "Its port")
      ->envname("QIANMO_SMS_PORT")
      ->capture_default_str();
  app->add_option("--key-file", options->key_file, "The key that requests are signed with")
      ->envname("QIANMO_SMS_KEY_FILE")
      ->required();
  app->add_option("--store", options->store, "The file that keeps what was taken and told")
      ->envname("QIANMO_SMS_STORE")
      ->required();
  DeclareFaults(app, options);
}

qianmo::sms::Faults FaultsOf(const Options& options) {
  qianmo::sms::Faults faults = options.faults;
  faults.take_delay = milliseconds(options.take_delay);
  faults.answer_delay = milliseconds(options.answer_delay);
  faults.report_delay = milliseconds(options.report_delay);
  faults.refused_numbers = {options.refused.begin(), options.refused.end()};
  faults.dead_numbers = {options.dead.begin(), options.dead.end()};
  return faults;
}

void Run(const Options& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // only sigwait sees them

  const qianmo::SystemClock clock;
  qianmo::sms::Store store(options.store);
  qianmo::sms::Port port(store, qianmo::messages::ReadProviderKey(options.key_file),
                         FaultsOf(options), clock);
  const qianmo::sms::Listener listener(options.address, options.port, port);
  qianmo::rpc::Log(qianmo::rpc::Level::kInfo, "serving", {{"port", std::int64_t{listener.port()}}});
  int signal = 0;
  sigwait(&signals, &signal);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("qianmo-sms plays the provider of text messages");
  Declare(&app, &options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    Run(options);
    return 0;
  } catch (const std::exception& trouble) {
    std::cerr << "qianmo-sms: " << trouble.what() << '\n';
    return 1;
  }
}
