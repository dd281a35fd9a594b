#include "ledger/links_service.h"

#include "ledger/books_move_store.h"
#include "ledger/domain/refusals.h"
#include "rpc/home.h"

namespace qianmo::ledger {
namespace {

// Of a township, village or group of the county.
Result<OrgPath> ParsePlace(CountyId county, const std::string& field, const std::string& text) {
  auto path = OrgPath::Parse(text);
  const bool fits = path && path->county() == county && path->level() != OrgLevel::kCounty;
  if (!fits) return refusals::OrgPathUnfit(field);
  return *std::move(path);
}

Result<std::vector<BooksMove>> ParseMoves(CountyId county, const v1::MoveBooksRequest& request) {
  std::vector<BooksMove> moves;
  for (int i = 0; i < request.moves_size(); ++i) {
    const v1::BooksMove& wanted = request.moves(i);
    const std::string field = "moves[" + std::to_string(i) + "].";
    QM_ASSIGN(const OrgPath from, ParsePlace(county, field + "from_path", wanted.from_path()));
    QM_ASSIGN(const OrgPath to, ParsePlace(county, field + "to_path", wanted.to_path()));
    moves.push_back({.from = from, .to = to, .ended = wanted.ended()});
  }
  return moves;
}

}  // namespace

Result<v1::MoveBooksResponse> LinksService::MoveBooks(rpc::Call& call,
                                                      const v1::MoveBooksRequest& request) {
  QM_ASSIGN(const CountyId county, rpc::ParentAtHome(call, request.parent()));
  QM_TRY(call.MayTouch({.county = county}));
  QM_ASSIGN(const Date day, rpc::ParseDay("date", request.date()));
  QM_ASSIGN(const std::vector<BooksMove> moves, ParseMoves(county, request));
  const MoveCause cause{.change = request.cause(), .day = day, .actor = rpc::AccountOf(call)};
  return call.Write([&](pg::Transaction& tx) -> Result<v1::MoveBooksResponse> {
    v1::MoveBooksResponse response;
    for (const BooksMove& move : moves) {
      const BooksMoved moved = ledger::MoveBooks(tx, county, move, cause, call.now());
      response.set_moved_count(response.moved_count() + moved.moved);
      response.set_ended_count(response.ended_count() + moved.ended);
    }
    return response;
  });
}

}  // namespace qianmo::ledger
