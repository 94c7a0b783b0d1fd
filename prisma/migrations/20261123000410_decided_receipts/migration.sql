-- Reputation is folded from what was decided; however many receipts wait for their committees, they are not read for it.
DROP INDEX "receipts_client_user_id_provider_user_id_idx";
CREATE INDEX "receipts_decided_users_idx" ON "receipts"("client_user_id", "provider_user_id") WHERE "finalized_at" IS NOT NULL;
CREATE INDEX "receipts_decided_parties_idx" ON "receipts" USING gin ("parties") WHERE "finalized_at" IS NOT NULL;
