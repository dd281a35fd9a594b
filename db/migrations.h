// db/migrations and db/roles.sql, built into the program.
#pragma once

#include <span>
#include <string_view>

#include "pg/migrator.h"

namespace qianmo::db {

// In the order of their numbers.
std::span<const pg::Migration> Migrations();
std::string_view RolesSql();

}  // namespace qianmo::db
