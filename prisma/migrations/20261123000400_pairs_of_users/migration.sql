-- How often two users dealt with each other is asked for each receipt that is folded.
CREATE INDEX "receipts_client_user_id_provider_user_id_idx" ON "receipts"("client_user_id", "provider_user_id");
