#include "db/catalog.h"

#include <utility>

#include <pqxx/result>

namespace qianmo::db {
namespace {

// Tables without a tenant. A new one needs a reason that its migration tells.
constexpr const char* kGlobalTables =
    "'house.county', 'house.migration', 'identity.handle', 'registry.party', 'registry.party_key',"
    " 'registry.party_trait', 'registry.party_bar'";

constexpr const char* kServices =
    "'identity', 'messages', 'registry', 'ledger', 'listings', 'auctions', 'contracts',"
    " 'dividends', 'oversight'";

// WITH clauses that the rules below share. Tables of extensions are not ours.
std::string Ours() {
  return std::string(R"(
    WITH own_schema AS (
      SELECT oid, nspname FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
    own_table AS (
      SELECT c.oid, c.relkind, c.relispartition, s.nspname || '.' || c.relname AS label
      FROM pg_class c JOIN own_schema s ON s.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'f') AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                  AND d.deptype = 'e')),
    tenant_table AS (
      SELECT t.oid, t.label, a.attnum AS county, a.attnotnull, a.atttypid
      FROM own_table t LEFT JOIN pg_attribute a
        ON a.attrelid = t.oid AND a.attname = 'county_id' AND NOT a.attisdropped
      WHERE t.label NOT IN ()") +
         kGlobalTables + R"()),
    service AS (
      SELECT name, 'qianmo_' || name AS role FROM unnest(ARRAY[)" +
         kServices + R"(]) AS name),
    service_role AS (
      SELECT s.name, s.role, r.oid FROM service s JOIN pg_roles r ON r.rolname = s.role))";
}

using Rule = std::pair<const char*, const char*>;  // what is wrong, and the rows where it is

const Rule kTenancy[] = {
    {"has no county_id integer NOT NULL",
     "SELECT label FROM tenant_table"
     " WHERE county IS NULL OR NOT attnotnull OR atttypid <> 'integer'::regtype"},
    {"has no primary key",
     "SELECT label FROM own_table t WHERE NOT EXISTS"
     " (SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'p')"},
    {"does not begin with county_id",
     "SELECT t.label || ' constraint ' || k.conname FROM tenant_table t"
     " JOIN pg_constraint k ON k.conrelid = t.oid"
     " WHERE k.contype IN ('p', 'u', 'x') AND k.conkey[1] IS DISTINCT FROM t.county"},
    {"does not compare county_id with =",
     "SELECT t.label || ' constraint ' || k.conname FROM tenant_table t"
     " JOIN pg_constraint k ON k.conrelid = t.oid JOIN pg_operator o ON o.oid = k.conexclop[1]"
     " WHERE k.contype = 'x' AND o.oprname <> '='"},
    {"does not begin with county_id",
     "SELECT t.label || ' unique index ' || i.indexrelid::regclass FROM tenant_table t"
     " JOIN pg_index i ON i.indrelid = t.oid"
     " WHERE i.indisunique AND i.indkey[0] IS DISTINCT FROM t.county"},
    {"does not begin with county_id on both sides",
     "SELECT t.label || ' foreign key ' || k.conname FROM own_table t"
     " JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'"
     " JOIN pg_attribute here ON here.attrelid = k.conrelid AND here.attnum = k.conkey[1]"
     " JOIN pg_attribute there ON there.attrelid = k.confrelid AND there.attnum = k.confkey[1]"
     " WHERE here.attname <> 'county_id' OR there.attname <> 'county_id'"},
    {"has a trigger",
     "SELECT t.label || ' (' || g.tgname || ')' FROM own_table t"
     " JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal"},
    {"has a rule",
     "SELECT t.label || ' (' || r.rulename || ')' FROM own_table t"
     " JOIN pg_rewrite r ON r.ev_class = t.oid"},
    {"is an identity column",
     "SELECT t.label || '.' || a.attname FROM own_table t"
     " JOIN pg_attribute a ON a.attrelid = t.oid WHERE a.attidentity <> ''"},
    {"takes its default from a sequence",
     "SELECT t.label || '.' || a.attname FROM own_table t"
     " JOIN pg_attribute a ON a.attrelid = t.oid"
     " JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum"
     " WHERE pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%'"},
    {"is partitioned on more than one level",
     "SELECT label FROM own_table WHERE relkind = 'p' AND relispartition"},
};

const Rule kRights[] = {
    {"does not exist or may not log in",
     "SELECT role FROM service s WHERE NOT EXISTS"
     " (SELECT FROM pg_roles r WHERE r.rolname = s.role AND r.rolcanlogin)"},
    {"has rights over the cluster",
     "SELECT rolname FROM pg_roles WHERE rolname IN (SELECT role FROM service)"
     " AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)"},
    {"is a member of another role",
     "SELECT s.role FROM service_role s JOIN pg_auth_members m ON m.member = s.oid"},
    {"may use a schema that is not its own",
     "SELECT s.role || ' on ' || n.nspname FROM service_role s CROSS JOIN own_schema n"
     " WHERE n.nspname NOT IN (s.name, 'house') AND has_schema_privilege(s.oid, n.oid, 'USAGE')"
     // An extension's, with nothing of ours in it.
     " AND NOT (s.name = 'registry' AND n.nspname = 'postgis')"},
    {"may not use its own schema",
     "SELECT s.role FROM service_role s JOIN own_schema n ON n.nspname = s.name"
     " WHERE NOT has_schema_privilege(s.oid, n.oid, 'USAGE')"},
    {"may create in a schema",
     "SELECT s.role || ' on ' || n.nspname FROM service_role s CROSS JOIN own_schema n"
     " WHERE has_schema_privilege(s.oid, n.oid, 'CREATE')"},
    {"has a right on a table that is not its own",
     "SELECT s.role || ': ' || p || ' on ' || t.label FROM service_role s"
     " CROSS JOIN own_table t CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'])"
     " AS p WHERE t.label NOT LIKE s.name || '.%' AND has_any_column_privilege(s.oid, t.oid, p)"
     " AND NOT (t.label = 'house.county' AND p = 'SELECT')"},
    {"may remove from a table that is not its own",
     "SELECT s.role || ': ' || p || ' on ' || t.label FROM service_role s"
     " CROSS JOIN own_table t CROSS JOIN unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) AS p"
     " WHERE t.label NOT LIKE s.name || '.%' AND has_table_privilege(s.oid, t.oid, p)"},
    {"has a right that no service needs",
     "SELECT s.role || ': ' || p || ' on ' || t.label FROM service_role s"
     " CROSS JOIN own_table t CROSS JOIN unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES']) AS p"
     " WHERE t.label LIKE s.name || '.%' AND has_table_privilege(s.oid, t.oid, p)"},
    {"may change a journal",
     "SELECT s.role || ' in ' || t.label FROM service_role s CROSS JOIN own_table t"
     " WHERE t.label = s.name || '.journal' AND (has_any_column_privilege(s.oid, t.oid, 'UPDATE')"
     " OR has_table_privilege(s.oid, t.oid, 'DELETE'))"},
    {"may not write or read its journal",
     "SELECT s.role FROM service_role s CROSS JOIN own_table t WHERE t.label = s.name || '.journal'"
     " AND NOT (has_table_privilege(s.oid, t.oid, 'SELECT')"
     " AND has_table_privilege(s.oid, t.oid, 'INSERT'))"},
    {"may run a function of the house or of another service",
     "SELECT s.role || ': ' || f.oid::regprocedure FROM service_role s CROSS JOIN pg_proc f"
     " JOIN own_schema n ON n.oid = f.pronamespace"
     " WHERE n.nspname IN ('house', 'identity', 'messages', 'registry', 'ledger', 'listings',"
     " 'auctions', 'contracts', 'dividends', 'oversight') AND n.nspname <> s.name"
     " AND f.oid::regprocedure::text <> 'house.clock_now()'"
     " AND has_function_privilege(s.oid, f.oid, 'EXECUTE')"},
};

template <std::size_t N>
std::vector<std::string> FaultsOf(pqxx::transaction_base& work, const Rule (&rules)[N]) {
  std::vector<std::string> faults;
  for (const auto& [wrong, query] : rules) {
    for (const auto& row : work.exec(Ours() + query)) {
      faults.push_back(std::string(row.front().c_str()) + " " + wrong);
    }
  }
  return faults;
}

}  // namespace

std::vector<std::string> TenancyFaults(pqxx::transaction_base& work) {
  return FaultsOf(work, kTenancy);
}

std::vector<std::string> RightsFaults(pqxx::transaction_base& work) {
  return FaultsOf(work, kRights);
}

}  // namespace qianmo::db
