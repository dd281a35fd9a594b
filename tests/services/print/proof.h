// Looks at a printed PDF as its readers do: as a picture, as text, through a camera.
#pragma once

#include <string>
#include <vector>

#include "print/document.h"

namespace qianmo::print {

struct Picture {
  int width = 0;
  int height = 0;
  std::string grey;  // row by row, 0 is black
  int At(int x, int y) const;
};

// One page at `dpi`; pages count from 1.
Picture Render(const std::string& pdf, int page, int dpi);
// The pages' texts.
std::vector<std::string> TextOf(const std::string& pdf);
// What pdfinfo says.
std::string Facts(const std::string& pdf);
// What a reader finds in the QR codes of a picture.
std::vector<std::string> ReadQrCodes(const Picture& picture);

// Without any blanks, which typography moves about.
std::string Tight(std::string text);

DocumentInfo Info();

}  // namespace qianmo::print
