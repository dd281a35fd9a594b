#include "qianmoctl/health.h"

#include <chrono>
#include <iostream>
#include <memory>

#include <grpcpp/grpcpp.h>

#include "grpc/health/v1/health.grpc.pb.h"
#include "rpc/transport.h"

namespace qianmo::ctl {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

struct Question {
  std::string target;
  std::string service;
  std::string mesh;
  std::string name;
  int seconds = 3;
};

void Ask(const Question& question) {
  const auto transport =
      question.mesh.empty() ? rpc::Transport::Plain() : rpc::Transport::Mesh(question.mesh);
  const auto channel = transport.Connect(question.target, question.name);
  const auto stub = grpc::health::v1::Health::NewStub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::time_point(
      SystemClock().Now() + std::chrono::seconds(question.seconds)));
  HealthCheckRequest request;
  request.set_service(question.service);
  HealthCheckResponse answer;
  const grpc::Status status = stub->Check(&context, request, &answer);
  if (!status.ok()) {
    throw Failure(question.target + " does not answer: " + status.error_message());
  }
  const std::string state = HealthCheckResponse::ServingStatus_Name(answer.status());
  if (answer.status() != HealthCheckResponse::SERVING) {
    throw Failure(question.target + " says " + state);
  }
  std::cout << question.target << " says " << state << '\n';
}

}  // namespace

void AddHealth(CLI::App& app, Settings&) {
  const auto question = std::make_shared<Question>();
  CLI::App* health =
      app.add_subcommand("health", "Whether a server takes calls; exit 1 when it does not");
  health->add_option("--target", question->target, "HOST:PORT of a qianmod")->required();
  health->add_option("--service", question->service, "One service of it; all when left out");
  CLI::Option* mesh = health->add_option(
      "--mesh", question->mesh, "Folder with cert.pem, key.pem and ca.pem of the one who asks");
  health->add_option("--name", question->name, "Whose certificate the server must show: identity")
      ->needs(mesh);
  mesh->needs("--name");
  health->add_option("--seconds", question->seconds, "How long to wait for the answer")
      ->check(CLI::Range(1, 600))
      ->capture_default_str();
  health->callback([question] { Ask(*question); });
}

}  // namespace qianmo::ctl
