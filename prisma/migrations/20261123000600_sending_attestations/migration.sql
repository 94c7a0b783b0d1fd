-- What sending attestations remembers between its looks at a chain.

-- A signature for EAS counts for whoever holds it: an item is signed again only when the last one can count no more.
ALTER TABLE "attestation_items" ADD COLUMN "signed_nonce" DECIMAL(78,0);
ALTER TABLE "attestation_items" ADD COLUMN "signed_until" TIMESTAMPTZ(3);

-- `from_block`: its results stand in no earlier block. `deadline`: Unix seconds after which EAS refuses it.
ALTER TABLE "attestation_submissions" ADD COLUMN "from_block" BIGINT;
ALTER TABLE "attestation_submissions" ADD COLUMN "deadline" BIGINT;
ALTER TABLE "attestation_submissions" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "attestation_submissions" ADD COLUMN "run_after" TIMESTAMPTZ(3);
ALTER TABLE "attestation_submissions" ADD COLUMN "error" TEXT;

CREATE TABLE "attestation_chains" (
    "chain_id" INTEGER NOT NULL,
    "reached_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "attestation_chains_pkey" PRIMARY KEY ("chain_id")
);

CREATE TABLE "attestation_scans" (
    "issuer_id" UUID NOT NULL,
    "block" BIGINT NOT NULL,
    CONSTRAINT "attestation_scans_pkey" PRIMARY KEY ("issuer_id")
);

CREATE INDEX "attestation_submissions_open_idx" ON "attestation_submissions"("chain_id", "created_at", "id") WHERE "state" IN ('QUEUED', 'SUBMITTED', 'MINED');
CREATE INDEX "attestation_items_uid_idx" ON "attestation_items"("chain_id", "uid") WHERE "uid" IS NOT NULL;
