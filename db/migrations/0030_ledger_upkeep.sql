-- Ledger: pieces of banks' files are sealed anew after a rotation of keys.
GRANT UPDATE (body_sealed) ON ledger.bank_file_chunk TO qianmo_ledger;
