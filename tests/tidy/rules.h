// The house rules that a program can see. Each returns what breaks it.
#pragma once

#include "tidy/source.h"

namespace qianmo::tidy {

// sizes.cc
Breaches FilesAreShort(const Tree& tree);      // 500 lines
Breaches LinesAreNarrow(const Tree& tree);     // 100 characters
Breaches FunctionsAreShort(const Tree& tree);  // 70 lines

// calls.cc
Breaches TimeIsPassedIn(const Tree& tree);
Breaches RandomnessHasItsPlaces(const Tree& tree);
Breaches ServicesSpeakThroughTheLog(const Tree& tree);
Breaches CatchAllExplainsItself(const Tree& tree);
Breaches QuantitiesAreExact(const Tree& tree);  // no floating point in base and the domains
Breaches SqlNamesItsColumns(const Tree& tree);
Breaches SqlIsToldTheTime(const Tree& tree);

// rings.cc
Breaches RingsLookInward(const Tree& tree);
Breaches LibrariesStayInTheirRing(const Tree& tree);

// reasons.cc
Breaches DeclaredReasonsAreReal(const Tree& tree);
Breaches DeclaredReasonsAreInWords(const Tree& tree);  // for people, in the web app

// layout.cc
Breaches TopLevelIsFixed(const Tree& tree);
Breaches NamesSayWhatIsInside(const Tree& tree);
Breaches NamesAreThereOnce(const Tree& tree);  // the files of a folder are compiled together
Breaches TypesAreThereOnce(const Tree& tree);  // the linker makes one of two in a namespace
Breaches SourcesHaveTests(const Tree& tree);
Breaches MigrationsCountUp(const Tree& tree);
Breaches NothingIsLeftForLater(const Tree& tree);
Breaches NoPathsOfOneMachine(const Tree& tree);
Breaches FilesSayWhatTheyAreFor(const Tree& tree);

}  // namespace qianmo::tidy
