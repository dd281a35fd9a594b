#include "support/stack.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <grpc/support/time.h>
#include <grpcpp/grpcpp.h>
#include <signal.h>

#include "crypto/certificate_folder.h"
#include "crypto/keyring.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "rpc/transport.h"
#include "support/becomes.h"

namespace qianmo::support {
namespace {

constexpr char kAll[] = "all";
constexpr char kGateway[] = "gateway";
constexpr char kKeeper[] = "certs";
constexpr char kPhones[] = "phones";
constexpr char kReportDelay[] = "20";  // milliseconds until a text arrives
constexpr int kConnections = 24;       // as ./qianmo up --split shares them out

std::string Address(int port) { return "127.0.0.1:" + std::to_string(port); }

std::vector<std::string> ListServices() {
  const auto listed = RunToEnd({BuiltProgram("qianmod"), "--list-services"}, {});
  std::vector<std::string> names;
  std::istringstream lines(listed.output);
  for (std::string line; std::getline(lines, line);) names.push_back(line);
  if (listed.code != 0 || names.empty()) throw std::runtime_error("no services: " + listed.output);
  return names;
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string joined;
  for (const auto& part : parts) joined += (joined.empty() ? "" : ",") + part;
  return joined;
}

std::string Buf() {
  const auto build = std::filesystem::canonical("/proc/self/exe").parent_path().parent_path();
  return build / "npm/node_modules/.bin/buf";
}

}  // namespace

Stack::Stack(Mode mode, std::chrono::seconds certificate_life)
    : mode_(mode), services_(ListServices()) {
  // Old enough to be known to every server.
  const Time yesterday = SystemClock().Now() - std::chrono::hours(24);
  const auto keyring = crypto::Keyring::Create(folder_.path() / "keys", yesterday);
  if (!keyring) throw std::runtime_error(keyring.refusal().message);
  DescribePhones();
  mode == Mode::kWhole ? DescribeWhole() : DescribeSplit(certificate_life);
  auto& gateway = servers_.at(kGateway).command;
  const auto app = BuiltWeb() / "dist";
  if (std::filesystem::exists(app)) gateway.insert(gateway.end(), {"--web", app});
  for (const auto& [name, server] : servers_) Launch(name);
  for (const auto& [name, server] : servers_) AwaitHealth(name);
  // Until then the gateway may not have found the services, on a busy machine.
  Becomes([&] { return Curl("/readyz").status == 200; });
}

std::vector<std::string> Stack::ServiceCommand(const std::string& services, int port) const {
  return {BuiltProgram("qianmod"),
          "--services",
          services,
          "--listen",
          Address(port),
          "--keys",
          folder_.path() / "keys",
          "--sms-url",
          "http://" + Address(servers_.at(kPhones).port),
          "--sms-key-file",
          folder_.path() / "phones.key"};
}

std::vector<std::string>& Stack::Add(const std::string& name, int port,
                                     std::vector<std::string> command) {
  Server& server = servers_[name];
  server.port = port;
  server.command = std::move(command);
  return server.command;
}

void Stack::DescribePhones() {
  const auto key = folder_.path() / "phones.key";
  std::ofstream(key) << "a key that only this stack knows\n";
  const int port = FreePort();
  Add(kPhones, port,
      {BuiltProgram("qianmo-sms"), "--port", std::to_string(port), "--key-file", key, "--store",
       folder_.path() / "phones", "--report-delay", kReportDelay});
}

void Stack::DescribeWhole() {
  const int port = FreePort();
  const int http = FreePort();
  Add(kAll, port, ServiceCommand(kAll, port));
  Add(kGateway, http,
      {BuiltProgram("qianmo-gateway"), "--listen", Address(http), "--upstream", Address(port)});
}

void Stack::DescribeSplit(std::chrono::seconds life) {
  const Time now = SystemClock().Now();
  const auto authority = crypto::CertificateFolder::Create(certificates(), now);
  std::vector<std::string> names = services_;
  names.insert(names.end(), {kGateway, "operator"});
  for (const auto& name : names) {
    const auto issued = authority->Issue(name, now, life);
    if (!issued) throw std::runtime_error(issued.refusal().message);
  }
  Add(kKeeper, 0,
      {BuiltProgram("qianmoctl"), "certs", "keep", "--folder", certificates(), "--names",
       Joined(names), "--life", std::to_string(life.count())});
  std::map<std::string, int> ports;
  for (const auto& service : services_) ports[service] = FreePort();
  const int http = FreePort();
  auto& gateway = Add(kGateway, http,
                      {BuiltProgram("qianmo-gateway"), "--listen", Address(http), "--mesh",
                       certificates() / kGateway});
  const int share = kConnections / static_cast<int>(services_.size());
  for (const auto& [service, port] : ports) {
    gateway.insert(gateway.end(), {"--peer", service + "=" + Address(port)});
    auto& words = Add(service, port, ServiceCommand(service, port));
    words.insert(words.end(),
                 {"--mesh", certificates() / service, "--connections", std::to_string(share)});
    for (const auto& [other, its_port] : ports) {
      if (other != service) words.insert(words.end(), {"--peer", other + "=" + Address(its_port)});
    }
  }
}

std::string Stack::HostOf(const std::string& service) const {
  return mode_ == Mode::kSplit || servers_.contains(service) ? service : kAll;
}

void Stack::Launch(const std::string& name) {
  Server& server = servers_.at(name);
  server.process.emplace(
      server.command, std::map<std::string, std::string>{{"QIANMO_DATABASE_URL", database_.Url()}},
      LogOf(name));
}

bool Stack::IsHealthy(const std::string& name) const {
  if (name == kKeeper) return true;
  if (name == kGateway) return Curl("/healthz").status == 200;
  if (name == kPhones) return !Texts().empty();
  const auto transport = mode_ == Mode::kWhole ? rpc::Transport::Plain()
                                               : rpc::Transport::Mesh(certificates() / "operator");
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const auto channel = transport.Connect(Address(servers_.at(name).port), name, arguments);
  grpc::ClientContext context;
  context.set_deadline(gpr_time_from_seconds(3, GPR_TIMESPAN));
  context.set_wait_for_ready(true);
  grpc::health::v1::HealthCheckResponse reply;
  const auto status = grpc::health::v1::Health::NewStub(channel)->Check(&context, {}, &reply);
  return status.ok() && reply.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

void Stack::AwaitHealth(const std::string& name) {
  const auto runs = [&] { return servers_.at(name).process->IsRunning(); };
  // Not asked once more: on a busy machine the same answer may be late.
  bool healthy = false;
  Becomes([&] { return (healthy = IsHealthy(name)) || !runs(); });
  if (!runs() || !healthy) {
    throw std::runtime_error(name + " did not become healthy:\n" + Logs());
  }
}

void Stack::Kill(const std::string& service) {
  Process& process = *servers_.at(HostOf(service)).process;
  process.Signal(SIGKILL);
  process.Wait();
}

void Stack::Start(const std::string& service) {
  Launch(HostOf(service));
  AwaitHealth(HostOf(service));
}

void Stack::RestartGateway() {
  Process& process = *servers_.at(kGateway).process;
  process.Signal(SIGTERM);
  process.Wait();
  Launch(kGateway);
  AwaitHealth(kGateway);
}

bool Stack::Stop() {
  bool well = true;
  for (auto& [name, server] : servers_) server.process->Signal(SIGTERM);
  for (auto& [name, server] : servers_) well = server.process->Wait() == 0 && well;
  return well;
}

std::string Stack::web() const { return "http://" + Address(servers_.at(kGateway).port); }

Answer Stack::Curl(const std::string& path, std::vector<std::string> more) const {
  std::vector<std::string> command = {"curl", "-sS", "-i", "--noproxy", "*", "--max-time", "20"};
  command.insert(command.end(), more.begin(), more.end());
  command.push_back(web() + path);
  const auto said = RunToEnd(command, {});
  const auto end = said.output.find("\r\n\r\n");
  if (said.code != 0 || end == std::string::npos) return {0, said.output, ""};
  Answer answer{0, said.output.substr(0, end), said.output.substr(end + 4)};
  answer.status = std::stoi(answer.head.substr(answer.head.find(' ')));
  return answer;
}

std::string Stack::Texts() const {
  const auto said = RunToEnd({"curl", "-sS", "--noproxy", "*", "--max-time", "20",
                              "http://" + Address(servers_.at(kPhones).port) + "/sent"},
                             {});
  return said.code == 0 ? said.output : "";
}

Answer Stack::Get(const std::string& path, const std::string& token) const {
  return Curl(path, {"-H", "Authorization: Bearer " + token});
}

Answer Stack::Post(const std::string& path, const std::string& json,
                   const std::string& token) const {
  std::vector<std::string> more = {"-H", "Content-Type: application/json", "--data-binary", json};
  if (!token.empty()) more.insert(more.end(), {"-H", "Authorization: Bearer " + token});
  return Curl(path, more);
}

Outcome Stack::BufCurl(const std::string& service, const std::string& method,
                       const std::string& json) {
  const std::string address = Address(servers_.at(HostOf(service)).port);
  std::vector<std::string> command = {Buf(), "curl", "--protocol", "grpc", "--data", json};
  if (mode_ == Mode::kWhole) {
    command.insert(command.end(), {"--http2-prior-knowledge", "http://" + address + "/" + method});
  } else {
    const auto own = certificates() / "operator";
    command.insert(command.end(), {"--cacert", own / "ca.pem", "--cert", own / "cert.pem", "--key",
                                   own / "key.pem", "--servername", service + ".qianmo.internal",
                                   "https://" + address + "/" + method});
  }
  return RunToEnd(command, {});
}

Outcome Stack::Ctl(std::vector<std::string> words) const {
  words.insert(words.begin(), BuiltProgram("qianmoctl"));
  return RunToEnd(
      words, {{"QIANMO_DATABASE_URL", database_.Url()}, {"QIANMO_KEYS", folder_.path() / "keys"}});
}

std::string Stack::Logs() const {
  std::string logs;
  for (const auto& [name, server] : servers_) logs += name + ":\n" + ReadFile(LogOf(name)) + "\n";
  return logs;
}

std::filesystem::path BuiltWeb() {
  const auto program = std::filesystem::canonical("/proc/self/exe");
  return program.parent_path().parent_path().parent_path() / "web";
}

std::string Field(const std::string& json, const std::string& name) {
  auto at = json.find("\"" + name + "\"");
  if (at == std::string::npos) return "";
  at = json.find_first_not_of(" :\n", at + name.size() + 2);
  if (json[at] != '"') return json.substr(at, json.find_first_of(",}\n", at) - at);
  return json.substr(at + 1, json.find('"', at + 1) - at - 1);
}

}  // namespace qianmo::support
