#include "services/picture/painting.h"

#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

namespace qianmo::picture {
namespace {

Hue HueOf(const std::uint8_t* pixel) {
  const bool r = pixel[0] > 128, g = pixel[1] > 128, b = pixel[2] > 128;
  if (r && g && b) return Hue::kWhite;
  if (r && !g && !b) return Hue::kRed;
  if (!r && g && !b) return Hue::kGreen;
  if (!r && !g && b) return Hue::kBlue;
  return Hue::kOther;
}

struct Jpeg {
  J_COLOR_SPACE space;
  int components;
  bool progressive;
};

std::string Compress(const Jpeg& kind, int width, int height, const std::uint8_t* pixels) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;  // NOLINT: libjpeg's type
  jpeg_mem_dest(&info, &bytes, &size);
  info.image_width = static_cast<JDIMENSION>(width);
  info.image_height = static_cast<JDIMENSION>(height);
  info.input_components = kind.components;
  info.in_color_space = kind.space;
  jpeg_set_defaults(&info);
  if (kind.progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  for (int y = 0; y < height; ++y) {
    JSAMPROW row[] = {const_cast<std::uint8_t*>(pixels) +
                      std::ptrdiff_t{kind.components} * width * y};
    jpeg_write_scanlines(&info, row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  const std::string file(reinterpret_cast<char*>(bytes), size);
  std::free(bytes);
  return file;
}

std::string WritePng(png_uint_32 format, int width, int height, const void* pixels,
                     png_uint_32 flags = 0) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.format = format;
  image.flags = flags;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  png_alloc_size_t size = 0;
  png_image_write_get_memory_size(image, size, 0, pixels, 0, nullptr);
  std::string file(size, '\0');
  png_image_write_to_memory(&image, file.data(), &size, 0, pixels, 0, nullptr);
  file.resize(size);
  return file;
}

void AppendTo(png_structp png, png_bytep bytes, std::size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(bytes), size);
}

}  // namespace

Raster Painting(int width, int height) {
  static constexpr std::uint8_t kPaint[4][3] = {
      {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
  Raster picture{.width = width, .height = height};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto& paint = kPaint[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)];
      picture.rgb.insert(picture.rgb.end(), paint, paint + 3);
    }
  }
  return picture;
}

std::array<Hue, 4> Quarters(const Raster& picture) {
  const auto at = [&](int x, int y) {
    return HueOf(picture.row(picture.height * y / 4) + 3 * (picture.width * x / 4));
  };
  return {at(1, 1), at(3, 1), at(1, 3), at(3, 3)};
}

std::string ProgressiveJpeg(const Raster& picture) {
  return Compress({JCS_RGB, 3, true}, picture.width, picture.height, picture.rgb.data());
}

std::string CmykJpeg(int width, int height) {
  const std::vector<std::uint8_t> ink(std::size_t{4} * static_cast<std::size_t>(width * height));
  return Compress({JCS_CMYK, 4, false}, width, height, ink.data());
}

std::string Png(const Raster& picture, bool interlaced) {
  if (!interlaced)
    return WritePng(PNG_FORMAT_RGB, picture.width, picture.height, picture.rgb.data());
  std::string file;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &file, AppendTo, nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_ADAM7,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  std::vector<png_bytep> rows;
  for (int y = 0; y < picture.height; ++y) rows.push_back(const_cast<png_bytep>(picture.row(y)));
  png_set_rows(png, info, rows.data());
  png_write_png(png, info, PNG_TRANSFORM_IDENTITY, nullptr);
  png_destroy_write_struct(&png, &info);
  return file;
}

std::string ClearPng(int width, int height) {
  const std::vector<std::uint8_t> glass(std::size_t{4} * static_cast<std::size_t>(width * height));
  return WritePng(PNG_FORMAT_RGBA, width, height, glass.data());
}

std::string GreyPng(int width, int height) {
  const std::vector<std::uint8_t> grey(
      static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 77);
  return WritePng(PNG_FORMAT_GRAY, width, height, grey.data(), PNG_IMAGE_FLAG_FAST);
}

std::string Webp(const Raster& picture, bool lossless) {
  std::uint8_t* bytes = nullptr;
  const int stride = 3 * picture.width;
  const std::size_t size =
      lossless
          ? WebPEncodeLosslessRGB(picture.rgb.data(), picture.width, picture.height, stride, &bytes)
          : WebPEncodeRGB(picture.rgb.data(), picture.width, picture.height, stride, 90, &bytes);
  const std::string file(reinterpret_cast<char*>(bytes), size);
  WebPFree(bytes);
  return file;
}

}  // namespace qianmo::picture
