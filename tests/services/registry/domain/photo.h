// Photos put together by hand, part by part.
#pragma once

#include <string>
#include <string_view>

namespace qianmo::registry {

// What a photo must not tell, as every kind of metadata below says it.
inline constexpr std::string_view kWhere = "GPS 30.1234N 115.5678E";

// A TIFF block with an orientation and a place.
std::string ExifOf(int orientation, bool little = false);

std::string JpegSegment(int marker, std::string_view body);
std::string PngChunk(std::string_view kind, std::string_view body);
std::string RiffChunk(std::string_view kind, std::string_view body);
// "RIFF", the size, "WEBP" and these chunks.
std::string Webp(std::string_view chunks);

// Whole photos with metadata in every place that there is for it. Their pictures are no pictures.
std::string TellingJpeg(int orientation);
std::string TellingPng(int orientation);
std::string TellingWebp(int orientation);

}  // namespace qianmo::registry
