-- One nonce of an issuer in EAS is never on its way twice, and the highest that was used is found at once.
CREATE UNIQUE INDEX "attestation_submissions_nonce_key" ON "attestation_submissions"("issuer_id", "eas_nonce") WHERE "state" IN ('SUBMITTED', 'MINED');
CREATE INDEX "attestation_submissions_used_idx" ON "attestation_submissions"("issuer_id", "eas_nonce") WHERE "state" <> 'DROPPED';

-- What reverts of a submission cost, beside what it may or did cost itself.
ALTER TABLE "attestation_submissions" ADD COLUMN "lost_wei" DECIMAL(78,0) NOT NULL DEFAULT 0;

-- `most_together`: after a call with it was reverted in its block. `sent_hash`, `sent_at`: what a wallet says it sent it by.
ALTER TABLE "attestation_items" ADD COLUMN "most_together" INTEGER;
ALTER TABLE "attestation_items" ADD COLUMN "sent_hash" TEXT;
ALTER TABLE "attestation_items" ADD COLUMN "sent_at" TIMESTAMPTZ(3);

CREATE INDEX "attestations_uid_idx" ON "attestations"("uid");
