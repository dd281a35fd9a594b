// Secrets that a call derives: told again to a retry, kept nowhere.
#include "rpc/call.h"

#include <gtest/gtest.h>

#include "services/rpc/stage.h"

namespace qianmo::test {
namespace {

struct Outcome {
  grpc::Status status;
  v1::Note note;
};

Outcome WriteOnce(Stage& stage, const v1::WriteNoteRequest& request) {
  Outcome answer;
  answer.status = stage.Stub()->WriteNote(stage.As(Stage::Clerk()).get(), request, &answer.note);
  return answer;
}

TEST(Call, StoresNoSecretAndStillRepeatsIt) {
  Stage stage;
  auto request = NoteRequest();
  request.set_password("correct horse");
  request.mutable_author()->set_phone("13800000000");
  const Outcome first = WriteOnce(stage, request);
  ASSERT_FALSE(first.note.secret().empty());
  const std::string journal = stage.Ask(
      "SELECT string_agg(j::text || encode(answer, 'escape'), '') FROM identity.journal j");
  EXPECT_EQ(journal.find(first.note.secret()), std::string::npos);
  EXPECT_EQ(journal.find("correct horse"), std::string::npos);
  EXPECT_EQ(journal.find("13800000000"), std::string::npos) << "personal data is sealed";
  EXPECT_EQ(WriteOnce(stage, request).note.secret(), first.note.secret());
}

TEST(Call, RepeatsASecretAlsoAfterTheKeysWereRotated) {
  Stage stage;
  const auto request = NoteRequest();
  const Outcome first = WriteOnce(stage, request);
  for (const auto purpose : {crypto::KeyPurpose::kDerive, crypto::KeyPurpose::kJournal,
                             crypto::KeyPurpose::kData, crypto::KeyPurpose::kToken}) {
    ASSERT_TRUE(crypto::Keyring::Rotate(stage.keys(), purpose, SystemClock().Now()).ok());
  }
  stage.Restart();
  EXPECT_EQ(WriteOnce(stage, request).note.SerializeAsString(), first.note.SerializeAsString());
  EXPECT_NE(WriteOnce(stage, NoteRequest()).note.secret(), first.note.secret());
}

}  // namespace
}  // namespace qianmo::test
