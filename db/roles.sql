-- One role per service. Runs before the migrations, every time, so it changes only what is missing.
-- Roles belong to the whole cluster: another database's migrator may be making the same ones now.
DO $roles$
DECLARE
  service text;
  service_role text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  FOREACH service IN ARRAY ARRAY['identity', 'messages', 'registry', 'ledger', 'listings',
                                 'auctions', 'contracts', 'dividends', 'oversight'] LOOP
    service_role := 'qianmo_' || service;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service_role) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION '
                       'NOBYPASSRLS', service_role);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;  -- the other migrator was quicker
      END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = service_role AND
               (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)) THEN
      RAISE EXCEPTION 'role % has rights over the cluster, which no service may have',
                      service_role;
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), service_role);
  END LOOP;
END
$roles$;
