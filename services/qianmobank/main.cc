// qianmo-bank: a small bank for development, demonstrations and tests. It takes payment files and
// answers with results, statements and notifications, with faults if it is told so. See --help.
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "base/money.h"
#include "base/time_text.h"
#include "qianmobank/desk.h"

namespace {

using qianmo::bank::Desk;
using qianmo::bank::OutFile;

struct Options {
  std::string state;
  std::string profile;
  qianmo::bank::Faults faults;
  std::string account;
  std::string name;
  std::int64_t fen = 0;
  qianmo::bank::Incoming incoming;
  std::vector<std::string> files;
  std::string date;
  std::string out;
};

std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Whoever watches the folder never sees half a file, unless it was meant to be half.
void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  const std::filesystem::path unfinished = path.string() + ".part";
  std::ofstream out(unfinished, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.string());
  std::filesystem::rename(unfinished, path);
}

qianmo::Date DateOf(const std::string& text) {
  const auto date = qianmo::ParseIsoDate(text);
  if (!date) throw std::invalid_argument("a date is like 2026-11-20, and this is not: " + text);
  return *date;
}

void DeclareFaults(CLI::App* app, Options* options) {
  auto& faults = options->faults;
  app->add_option("--profile", options->profile, "A file with the bank's profile");
  app->add_option("--seed", faults.seed, "What all chance comes from")->capture_default_str();
  const auto share = [&](const char* flag, int* count, const char* what) {
    app->add_option(flag, *count, std::string("Of a thousand: ") + what)
        ->check(CLI::Range(0, 1000));
  };
  share("--rejected", &faults.rejected, "payments that are rejected");
  share("--returned", &faults.returned, "payments that come back days later");
  share("--silent", &faults.silent, "payments of which no result tells");
  share("--late", &faults.late, "results that come days later");
  share("--contradicted", &faults.contradicted, "results that a later one contradicts");
  share("--unnumbered", &faults.unnumbered, "payments that are booked without their number");
  share("--unsure", &faults.unsure, "payments of which a result first says nothing to be sure of");
  share("--lost", &faults.lost, "payments that are never booked, nor told as rejected");
  share("--charged", &faults.charged, "returns less a fee, without the number of the payment");
  share("--repeated", &faults.repeated, "result files that come twice");
  share("--overlapping", &faults.overlapping, "statements that begin a day early");
  share("--garbage", &faults.garbage, "files that come damaged as well");
  app->add_option("--most-days", faults.most_days, "How many days later")
      ->check(CLI::Range(1, 30))
      ->capture_default_str();
  app->add_flag("--batch-booking", faults.batch_booking, "One entry for all payments of a file");
}

void DeclareCredit(CLI::App* app, Options* options) {
  auto& incoming = options->incoming;
  app->add_option("--account", incoming.account, "Whose account")->required();
  app->add_option("--amount", options->fen, "In fen")->required();
  app->add_option("--payer", incoming.payer.name, "Who pays");
  app->add_option("--payer-account", incoming.payer.account, "From which account");
  app->add_option("--payer-bank", incoming.payer.bank, "At which bank");
  app->add_option("--sub-account", incoming.sub_account, "The virtual sub-account");
  app->add_option("--remittance", incoming.remittance, "What the payer writes");
}

CLI::App* AddCommand(CLI::App* app, const char* name, const char* what, Options* options) {
  CLI::App* command = app->add_subcommand(name, what);
  command->add_option("--state", options->state, "The bank's folder")
      ->envname("QIANMO_BANK_STATE")
      ->required();
  return command;
}

void Declare(CLI::App* app, Options* options) {
  app->require_subcommand(1);
  DeclareFaults(AddCommand(app, "begin", "Begins a bank with a profile and faults", options),
                options);
  CLI::App* open = AddCommand(app, "open", "Opens an account", options);
  open->add_option("--account", options->account, "Its number")->required();
  open->add_option("--name", options->name, "Whose it is");
  open->add_option("--balance", options->fen, "In fen");
  DeclareCredit(AddCommand(app, "credit", "Somebody pays in", options), options);
  AddCommand(app, "take", "Takes payment files", options)
      ->add_option("files", options->files, "The files")
      ->required();
  CLI::App* day = AddCommand(app, "day", "Writes the files of a day", options);
  day->add_option("--date", options->date, "Which day")->required();
  day->add_option("--out", options->out, "Into which folder")->required();
  AddCommand(app, "show", "Lists accounts and balances", options);
}

// False when a file was not taken.
bool TakeFiles(Desk* desk, const Options& options) {
  bool taken = true;
  for (const std::string& file : options.files) {
    const std::string refusal = desk->Take(ReadAll(file));
    if (refusal.empty()) continue;
    std::cerr << "qianmo-bank: " << file << ": " << refusal << '\n';
    taken = false;
  }
  return taken;
}

void WriteDay(Desk* desk, const Options& options) {
  std::filesystem::create_directories(options.out);
  for (const OutFile& file : desk->Day(DateOf(options.date))) {
    WriteFile(std::filesystem::path(options.out) / file.name, file.bytes);
    std::cout << file.name << '\n';
  }
}

bool Run(const std::string& command, const Options& options) {
  Desk desk(options.state);
  if (command == "begin") {
    desk.Begin(options.profile.empty() ? "" : ReadAll(options.profile), options.faults);
  } else if (command == "open") {
    desk.Open(options.account, options.name.empty() ? options.account : options.name,
              qianmo::Fen(options.fen));
  } else if (command == "credit") {
    qianmo::bank::Incoming incoming = options.incoming;
    incoming.amount = qianmo::Fen(options.fen);
    desk.Credit(incoming);
  } else if (command == "take") {
    return TakeFiles(&desk, options);
  } else if (command == "day") {
    WriteDay(&desk, options);
  } else {
    for (const auto& [number, account] : desk.accounts()) {
      std::cout << number << '\t' << account.name << '\t' << qianmo::FormatYuan(account.balance)
                << '\n';
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("qianmo-bank plays a bank: payment files in, results and statements out");
  Declare(&app, &options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    return Run(app.get_subcommands().front()->get_name(), options) ? 0 : 1;
  } catch (const std::exception& trouble) {
    std::cerr << "qianmo-bank: " << trouble.what() << '\n';
    return 1;
  }
}
