-- When a submission was last put into an executor's queue, or its block was lost: its hour begins there.
ALTER TABLE "attestation_submissions" ADD COLUMN "handed_at" TIMESTAMPTZ(3);
UPDATE "attestation_submissions" SET "handed_at" = "updated_at" WHERE "state" = 'SUBMITTED' AND "eas_nonce" IS NULL;
