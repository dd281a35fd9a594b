// The rules of tenancy and of rights, read off PostgreSQL's own catalog.
#pragma once

#include <string>
#include <vector>

#include <pqxx/transaction_base>

namespace qianmo::db {

// One sentence for each table, key, column or trigger that breaks a rule of tenancy.
std::vector<std::string> TenancyFaults(pqxx::transaction_base& work);
// One sentence for each right that a service's role has and should not, or lacks.
std::vector<std::string> RightsFaults(pqxx::transaction_base& work);

}  // namespace qianmo::db
