// libjpeg leaves by longjmp where something is wrong: no frame that it jumps over holds anything
// that wants destroying.
#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <jpeglib.h>

#include "picture/decode.h"
#include "picture/encode.h"
#include "picture/shrinker.h"

namespace qianmo::picture {
namespace {

constexpr int kQuality = 80;
// A picture that comes in more rounds than this is there to keep us busy.
constexpr int kMostScans = 50;

struct Escape {
  jpeg_error_mgr manager;
  std::jmp_buf back;
};

[[noreturn]] void LeaveJpeg(j_common_ptr info) {
  std::longjmp(reinterpret_cast<Escape*>(info->err)->back, 1);
}

void SayNothing(j_common_ptr) {}

void Prepare(Escape* escape) {
  jpeg_std_error(&escape->manager);
  escape->manager.error_exit = LeaveJpeg;
  escape->manager.output_message = SayNothing;
}

void WatchScans(j_common_ptr info) {
  if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kMostScans) LeaveJpeg(info);
}

struct JpegDecoding {
  Escape escape;
  jpeg_progress_mgr progress;
  jpeg_decompress_struct info;
};

// Reads the header and begins; whether the picture is one that we take on.
bool BeginJpeg(JpegDecoding* decoding, std::string_view file, int side) {
  jpeg_decompress_struct& info = decoding->info;
  if (setjmp(decoding->escape.back) != 0) return false;
  jpeg_create_decompress(&info);
  info.mem->max_memory_to_use = kMostDecoderBytes;
  info.progress = &decoding->progress;
  decoding->progress.progress_monitor = WatchScans;
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  if (jpeg_read_header(&info, TRUE) != JPEG_HEADER_OK) return false;
  if (std::int64_t{info.image_width} * info.image_height > kMostPixels) return false;
  if (info.num_components > 3) return false;  // for printing presses
  info.out_color_space = JCS_RGB;
  // The decoder itself makes halves, quarters and eighths at no cost.
  const auto longer = std::max(info.image_width, info.image_height);
  info.scale_denom = 8;
  while (info.scale_denom > 1 && longer / info.scale_denom < static_cast<unsigned>(side)) {
    info.scale_denom /= 2;
  }
  return jpeg_start_decompress(&info) == TRUE;
}

// Whether there was another row.
bool ReadJpegRow(JpegDecoding* decoding, std::uint8_t* row) {
  if (setjmp(decoding->escape.back) != 0) return false;
  JSAMPROW rows[] = {row};
  return jpeg_read_scanlines(&decoding->info, rows, 1) == 1;
}

std::optional<Raster> ReadJpegRows(JpegDecoding* decoding, int side) {
  const Extent extent{static_cast<int>(decoding->info.output_width),
                      static_cast<int>(decoding->info.output_height)};
  std::vector<std::uint8_t> row(std::size_t{3} * decoding->info.output_width);
  Shrinker shrinker(extent, side);
  for (int y = 0; y < extent.height; ++y) {
    if (!ReadJpegRow(decoding, row.data())) return std::nullopt;
    shrinker.Add(row.data());
  }
  return shrinker.Finish();
}

struct JpegEncoding {
  Escape escape;
  jpeg_compress_struct info;
  unsigned char* bytes = nullptr;
  unsigned long size = 0;  // NOLINT: libjpeg's type
};

bool WriteJpeg(JpegEncoding* encoding, const Raster& picture) {
  jpeg_compress_struct& info = encoding->info;
  if (setjmp(encoding->escape.back) != 0) return false;
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &encoding->bytes, &encoding->size);
  info.image_width = static_cast<JDIMENSION>(picture.width);
  info.image_height = static_cast<JDIMENSION>(picture.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, kQuality, TRUE);
  info.optimize_coding = TRUE;
  jpeg_start_compress(&info, TRUE);
  for (int y = 0; y < picture.height; ++y) {
    JSAMPROW rows[] = {const_cast<std::uint8_t*>(picture.row(y))};
    jpeg_write_scanlines(&info, rows, 1);
  }
  jpeg_finish_compress(&info);
  return true;
}

}  // namespace

std::optional<Raster> DecodeJpeg(std::string_view file, int side) {
  JpegDecoding decoding{};
  Prepare(&decoding.escape);
  decoding.info.err = &decoding.escape.manager;
  std::optional<Raster> picture;
  if (BeginJpeg(&decoding, file, side)) picture = ReadJpegRows(&decoding, side);
  jpeg_destroy_decompress(&decoding.info);
  return picture;
}

std::string EncodeJpeg(const Raster& picture) {
  JpegEncoding encoding{};
  Prepare(&encoding.escape);
  encoding.info.err = &encoding.escape.manager;
  const bool written = WriteJpeg(&encoding, picture);
  jpeg_destroy_compress(&encoding.info);
  const std::string file(reinterpret_cast<const char*>(encoding.bytes), encoding.size);
  std::free(encoding.bytes);
  if (!written) throw std::runtime_error("a picture cannot be encoded as JPEG");
  return file;
}

}  // namespace qianmo::picture
