-- The newest receipt that is listed for everybody: the home page shows it.
CREATE INDEX "receipts_public_idx" ON "receipts" ("issued_at", "id") WHERE "visibility" = 'public';
