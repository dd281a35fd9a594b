#include <webp/decode.h>

#include "picture/decode.h"

namespace qianmo::picture {
namespace {

constexpr int kLossless = 2;

// Whether the header promises what we take on. A lossless picture is decoded as a whole.
bool IsTaken(const WebPBitstreamFeatures& features) {
  const std::int64_t pixels = std::int64_t{features.width} * features.height;
  if (features.has_animation != 0 || pixels > kMostPixels) return false;
  return features.format != kLossless || 4 * pixels <= kMostDecoderBytes;
}

std::uint8_t OnWhite(std::uint8_t colour, std::uint8_t alpha) {
  return static_cast<std::uint8_t>((colour * alpha + 255 * (255 - alpha) + 127) / 255);
}

Raster FlattenedWebp(const WebPDecBuffer& buffer) {
  Raster picture{.width = buffer.width, .height = buffer.height};
  picture.rgb.reserve(std::size_t{3} * static_cast<std::size_t>(buffer.width) *
                      static_cast<std::size_t>(buffer.height));
  for (int y = 0; y < buffer.height; ++y) {
    const std::uint8_t* pixel = buffer.u.RGBA.rgba + std::ptrdiff_t{buffer.u.RGBA.stride} * y;
    for (int x = 0; x < buffer.width; ++x, pixel += 4) {
      for (int i = 0; i < 3; ++i) picture.rgb.push_back(OnWhite(pixel[i], pixel[3]));
    }
  }
  return picture;
}

}  // namespace

std::optional<Raster> DecodeWebp(std::string_view file, int side) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(file.data());
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) return std::nullopt;
  if (WebPGetFeatures(bytes, file.size(), &config.input) != VP8_STATUS_OK) return std::nullopt;
  if (!IsTaken(config.input)) return std::nullopt;
  const Extent small = Within({config.input.width, config.input.height}, side);
  config.options.use_scaling = 1;
  config.options.scaled_width = small.width;
  config.options.scaled_height = small.height;
  config.output.colorspace = MODE_RGBA;
  std::optional<Raster> picture;
  if (WebPDecode(bytes, file.size(), &config) == VP8_STATUS_OK) {
    picture = FlattenedWebp(config.output);
  }
  WebPFreeDecBuffer(&config.output);
  return picture;
}

}  // namespace qianmo::picture
