-- When a committee that waits is looked at next: what waits long is looked at seldom, and never stands before what is new.
ALTER TABLE "committees" ADD COLUMN "look_at" TIMESTAMPTZ(3);
CREATE INDEX "committees_look_idx" ON "committees"("look_at") WHERE "state" = 'WAITING';
DROP INDEX "committees_state_due_at_idx";

-- A user's tasks, on either side.
CREATE INDEX "receipts_client_user_idx" ON "receipts"("client_user_id", "issued_at") WHERE "client_user_id" IS NOT NULL;
CREATE INDEX "receipts_provider_user_idx" ON "receipts"("provider_user_id", "issued_at") WHERE "provider_user_id" IS NOT NULL;
