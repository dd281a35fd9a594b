#include "services/registry/domain/photo.h"

#include <cstdint>

namespace qianmo::registry {
namespace {

std::string Number(std::uint32_t number, int bytes, bool little) {
  std::string text;
  for (int i = 0; i < bytes; ++i) {
    const int shift = 8 * (little ? i : bytes - 1 - i);
    text.push_back(static_cast<char>(number >> shift));
  }
  return text;
}

// Bit by bit, as the standard defines it.
std::uint32_t Crc(std::string_view bytes) {
  std::uint32_t sum = 0xffffffffu;
  for (const char c : bytes) {
    sum ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) sum = (sum & 1) != 0 ? 0xedb88320u ^ (sum >> 1) : sum >> 1;
  }
  return ~sum;
}

std::string Entry(bool little, std::uint32_t tag, std::uint32_t type, std::uint32_t count,
                  const std::string& value) {
  return Number(tag, 2, little) + Number(type, 2, little) + Number(count, 4, little) + value;
}

}  // namespace

std::string ExifOf(int orientation, bool little) {
  const auto size = static_cast<std::uint32_t>(kWhere.size());
  std::string tiff = little ? std::string("II*\0", 4) : std::string("MM\0*", 4);
  tiff += Number(8, 4, little) + Number(2, 2, little);
  tiff += Entry(little, 0x010e, 2, size, Number(38, 4, little));  // description
  tiff += Entry(little, 0x0112, 3, 1,
                Number(static_cast<std::uint32_t>(orientation), 2, little) + std::string(2, '\0'));
  return tiff + Number(0, 4, little) + std::string(kWhere);
}

std::string JpegSegment(int marker, std::string_view body) {
  return std::string("\xff") + static_cast<char>(marker) +
         Number(static_cast<std::uint32_t>(body.size()) + 2, 2, false) + std::string(body);
}

std::string PngChunk(std::string_view kind, std::string_view body) {
  const std::string named = std::string(kind) + std::string(body);
  return Number(static_cast<std::uint32_t>(body.size()), 4, false) + named +
         Number(Crc(named), 4, false);
}

std::string RiffChunk(std::string_view kind, std::string_view body) {
  return std::string(kind) + Number(static_cast<std::uint32_t>(body.size()), 4, true) +
         std::string(body) + std::string(body.size() % 2, '\0');
}

std::string Webp(std::string_view chunks) {
  return "RIFF" + Number(static_cast<std::uint32_t>(chunks.size()) + 4, 4, true) + "WEBP" +
         std::string(chunks);
}

std::string TellingJpeg(int orientation) {
  const std::string where(kWhere);
  const std::string jfif("JFIF\0\1\2\1\0\x48\0\x48\x08\x08", 14);
  return "\xff\xd8" + JpegSegment(0xe0, jfif + where) + JpegSegment(0xe0, "JFXX" + where) +
         JpegSegment(0xe1, std::string("Exif\0\0", 6) + ExifOf(orientation)) +
         JpegSegment(0xe1, "http://ns.adobe.com/xap/1.0/" + where) +
         JpegSegment(0xe2, std::string("ICC_PROFILE\0\1\1profile", 21)) +
         JpegSegment(0xe2, "MPF" + where) + JpegSegment(0xed, "Photoshop 3.0" + where) +
         JpegSegment(0xee, std::string("Adobe\0\x64\0\0\0\0\1", 12) + where) +
         JpegSegment(0xfe, where) + JpegSegment(0xdb, "tables") + JpegSegment(0xc0, "frame") +
         JpegSegment(0xc4, "huffman") + JpegSegment(0xda, "scan") +
         std::string("da\xff\0ta\xff\xd0more", 12) + JpegSegment(0xda, "scan2") + "data2" +
         "\xff\xff\xd9" + where;
}

std::string TellingPng(int orientation) {
  const std::string where(kWhere);
  return "\x89PNG\r\n\x1a\n" + PngChunk("IHDR", "thirteenbytes") + PngChunk("gAMA", "1234") +
         PngChunk("tEXt", where) + PngChunk("eXIf", ExifOf(orientation)) + PngChunk("iTXt", where) +
         PngChunk("prVt", where) + PngChunk("IDAT", "data") + PngChunk("IDAT", "more") +
         PngChunk("tIME", where) + PngChunk("IEND", "") + where;
}

std::string TellingWebp(int orientation) {
  const std::string where(kWhere);
  const std::string frame(16, '\x01');
  return Webp(RiffChunk("VP8X", std::string("\x3e\0\0\0\x0f\0\0\x0f\0\0", 10)) +
              RiffChunk("ICCP", "profile") + RiffChunk("ANIM", "sixbyt") +
              RiffChunk("ANMF", frame + RiffChunk("VP8L", "picture") + RiffChunk("note", where)) +
              RiffChunk("EXIF", ExifOf(orientation)) + RiffChunk("XMP ", where) +
              RiffChunk("note", where)) +
         where;
}

}  // namespace qianmo::registry
