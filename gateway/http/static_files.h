// The web application's files: read into memory once, compressed once, and sent from there.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "gateway/http/exchange.h"

namespace qianmo::gateway {

class StaticFiles {
 public:
  // Throws std::runtime_error when there is no index.html in the folder.
  explicit StaticFiles(std::filesystem::path folder);

  // Reads the folder again; when it cannot, the files of before stay and the log says so.
  void Reload();
  // A file by its path; paths that look like no file get index.html, where the application finds
  // its own way.
  void operator()(std::shared_ptr<Exchange> exchange) const;

 private:
  struct File {
    std::string type;
    bool immutable = false;  // its name changes with its bytes
    std::string etag;
    std::shared_ptr<const std::string> bytes;
    std::string gzip_etag;
    std::shared_ptr<const std::string> gzip;  // null where it does not pay
  };
  using Files = std::map<std::string, File, std::less<>>;  // by decoded path

  std::shared_ptr<const Files> Read() const;
  static File ReadOne(const std::filesystem::path& file, const std::string& path);
  std::shared_ptr<const Files> files() const;
  static const File* Find(const Files& files, const std::string& path);
  static HttpResponse Respond(const File& file, const HttpRequest& request);

  const std::filesystem::path folder_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Files> files_;
};

}  // namespace qianmo::gateway
