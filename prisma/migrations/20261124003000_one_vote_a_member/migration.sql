-- A member says one thing of a family in a trial, whichever DID it signs under.
CREATE UNIQUE INDEX "receipt_attestations_member_key" ON "receipt_attestations" ("receipt_id", "trial", "member", "family")
  WHERE "member" IS NOT NULL;
