-- How much one address gets, whoever asks: codes and invites by the keyed hash of where they go, notices of events by a count
-- for each person and channel, begun anew an hour after its first.
ALTER TABLE "messages" ADD COLUMN "address_hash" TEXT;
CREATE INDEX "messages_address_hash_created_at_idx" ON "messages"("address_hash", "created_at");

ALTER TABLE "contacts" ADD COLUMN "told_since" TIMESTAMPTZ(3);
ALTER TABLE "contacts" ADD COLUMN "told" INTEGER NOT NULL DEFAULT 0;
