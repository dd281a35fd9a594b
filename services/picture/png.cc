// libpng leaves by longjmp where something is wrong: no frame that it jumps over holds anything
// that wants destroying.
#include <algorithm>
#include <csetjmp>
#include <cstring>

#include <png.h>

#include "picture/decode.h"
#include "picture/shrinker.h"

namespace qianmo::picture {
namespace {

[[noreturn]] void LeavePng(png_structp png, png_const_charp) { png_longjmp(png, 1); }

void HearNothing(png_structp, png_const_charp) {}

void ReadFromMemory(png_structp png, png_bytep to, std::size_t size) {
  auto* rest = static_cast<std::string_view*>(png_get_io_ptr(png));
  if (size > rest->size()) LeavePng(png, nullptr);
  std::memcpy(to, rest->data(), size);
  rest->remove_prefix(size);
}

struct PngDecoding {
  std::string_view rest;
  png_structp png = nullptr;
  png_infop info = nullptr;
  int rounds = 1;  // over all rows, each of which brings some more pixels
  std::size_t row_bytes = 0;
};

// Three bytes a pixel, whatever the file has, on white.
void AskForRgb(PngDecoding* decoding) {
  png_structp png = decoding->png;
  png_set_scale_16(png);
  png_set_expand(png);
  png_set_gray_to_rgb(png);
  const bool is_clear = (png_get_color_type(png, decoding->info) & PNG_COLOR_MASK_ALPHA) != 0 ||
                        png_get_valid(png, decoding->info, PNG_INFO_tRNS) != 0;
  png_color_16 white{.index = 0, .red = 255, .green = 255, .blue = 255, .gray = 255};
  if (is_clear) png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
}

// Reads the header and begins; whether the picture is one that we take on.
bool BeginPng(PngDecoding* decoding) {
  if (setjmp(png_jmpbuf(decoding->png)) != 0) return false;
  png_set_read_fn(decoding->png, &decoding->rest, ReadFromMemory);
  png_set_chunk_malloc_max(decoding->png, kMostDecoderBytes);
  png_read_info(decoding->png, decoding->info);
  const std::int64_t width = png_get_image_width(decoding->png, decoding->info);
  const std::int64_t height = png_get_image_height(decoding->png, decoding->info);
  if (width * height > kMostPixels) return false;
  AskForRgb(decoding);
  decoding->rounds = png_set_interlace_handling(decoding->png);
  png_read_update_info(decoding->png, decoding->info);
  decoding->row_bytes = png_get_rowbytes(decoding->png, decoding->info);
  return decoding->row_bytes == static_cast<std::size_t>(3 * width);
}

bool ReadPngRow(PngDecoding* decoding, std::uint8_t* row) {
  if (setjmp(png_jmpbuf(decoding->png)) != 0) return false;
  png_read_row(decoding->png, row, nullptr);
  return true;
}

std::optional<Raster> ReadPngRows(PngDecoding* decoding, int side) {
  const Extent extent{static_cast<int>(png_get_image_width(decoding->png, decoding->info)),
                      static_cast<int>(png_get_image_height(decoding->png, decoding->info))};
  Shrinker shrinker(extent, side);
  const bool at_once = decoding->rounds > 1;
  const std::size_t held = at_once ? static_cast<std::size_t>(extent.height) : 1;
  if (held * decoding->row_bytes > static_cast<std::size_t>(kMostDecoderBytes)) return std::nullopt;
  std::vector<std::uint8_t> rows(held * decoding->row_bytes);
  for (int round = 0; round < decoding->rounds; ++round) {
    std::uint8_t* row = rows.data();
    for (int y = 0; y < extent.height; ++y) {
      if (!ReadPngRow(decoding, row)) return std::nullopt;
      if (round == decoding->rounds - 1) shrinker.Add(row);
      if (at_once) row += decoding->row_bytes;
    }
  }
  return shrinker.Finish();
}

}  // namespace

std::optional<Raster> DecodePng(std::string_view file, int side) {
  PngDecoding decoding{.rest = file};
  decoding.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, LeavePng, HearNothing);
  if (decoding.png == nullptr) return std::nullopt;
  decoding.info = png_create_info_struct(decoding.png);
  std::optional<Raster> picture;
  if (decoding.info != nullptr && BeginPng(&decoding)) picture = ReadPngRows(&decoding, side);
  png_destroy_read_struct(&decoding.png, &decoding.info, nullptr);
  return picture;
}

}  // namespace qianmo::picture
