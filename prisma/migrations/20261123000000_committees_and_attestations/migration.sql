-- Who may judge a task and how they did: agents, stakes, committees, statements and verdicts, reputation, credits for appeals;
-- and what organizations attest on chain.

ALTER TABLE "organizations" ADD COLUMN "gas_budget" JSONB;

ALTER TABLE "receipts"
    ADD COLUMN "client_user_id" UUID,
    ADD COLUMN "client_organization_id" UUID,
    ADD COLUMN "provider_user_id" UUID,
    ADD COLUMN "provider_organization_id" UUID,
    ADD COLUMN "round" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "finalized_at" TIMESTAMPTZ(3);

CREATE TABLE "agents" (
    "id" UUID NOT NULL,
    "did" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT,
    "capabilities" JSONB NOT NULL,
    "tags" TEXT[] NOT NULL DEFAULT '{}',
    "ttl_seconds" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "auditor" BOOLEAN NOT NULL DEFAULT false,
    "auditor_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "agent_challenges" (
    "id" UUID NOT NULL,
    "did" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_challenges_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "agent_stakes" (
    "chain_id" INTEGER NOT NULL,
    "contract" TEXT NOT NULL,
    "member" TEXT NOT NULL,
    "locked" DECIMAL(78,0) NOT NULL,
    "waiting" DECIMAL(78,0) NOT NULL DEFAULT 0,
    "free_at" TIMESTAMPTZ(3),
    "block_number" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_stakes_pkey" PRIMARY KEY ("chain_id", "contract", "member")
);

CREATE TABLE "committees" (
    "receipt_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "wanted_k" INTEGER NOT NULL,
    "wanted_m" INTEGER NOT NULL,
    "k" INTEGER NOT NULL,
    "m" INTEGER NOT NULL,
    "roster_epoch" INTEGER,
    "missing" INTEGER NOT NULL DEFAULT 0,
    "excluded" JSONB NOT NULL DEFAULT '[]',
    "seed_block" BIGINT,
    "block_hash" TEXT,
    "seed" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "seated_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "committees_pkey" PRIMARY KEY ("receipt_id", "round")
);

CREATE TABLE "receipt_attestations" (
    "id" UUID NOT NULL,
    "receipt_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "trial" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "member" TEXT,
    "family" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "score" INTEGER,
    "confidence" INTEGER,
    "evidence_hash" TEXT,
    "evidence_ref" TEXT,
    "domain" JSONB NOT NULL,
    "message" JSONB NOT NULL,
    "signature" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receipt_attestations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "verdicts" (
    "id" TEXT NOT NULL,
    "receipt_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verdicts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "appeals" (
    "receipt_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "did" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "appealed" TEXT NOT NULL,
    "bond_atomic" DECIMAL(78,0) NOT NULL,
    "reason" TEXT,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "appeals_pkey" PRIMARY KEY ("receipt_id")
);

CREATE TABLE "credit_accounts" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "user_id" UUID,
    "balance" DECIMAL(78,0) NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_accounts_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "credit_postings" (
    "id" UUID NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_postings_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reputation" (
    "id" TEXT NOT NULL,
    "q" INTEGER,
    "t" INTEGER,
    "r" INTEGER,
    "s" INTEGER,
    "v" INTEGER,
    "i" INTEGER,
    "e" INTEGER,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "receipts" INTEGER NOT NULL DEFAULT 0,
    "counterparties" INTEGER NOT NULL DEFAULT 0,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,
    "silent" INTEGER NOT NULL DEFAULT 0,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reputation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reputation_entries" (
    "id" UUID NOT NULL,
    "party" TEXT NOT NULL,
    "receipt_id" TEXT NOT NULL,
    "with" TEXT NOT NULL,
    "finalized_at" TIMESTAMPTZ(3) NOT NULL,
    "dimension" TEXT NOT NULL,
    "fold" INTEGER NOT NULL DEFAULT 0,
    "observation" INTEGER,
    "alpha_ppm" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "before" INTEGER,
    "after" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reputation_entries_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "issuers" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" BYTEA,
    "delegation" JSONB,
    "valid_until" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'ACTIVE',
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "issuers_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "attestation_schemas" (
    "id" UUID NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "uid" TEXT NOT NULL,
    "organization_id" UUID,
    "name" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "revocable" BOOLEAN NOT NULL,
    "resolver" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attestation_schemas_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "attestation_workflows" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "issuer_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "schema_uid" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attestation_workflows_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "attestation_items" (
    "id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "issuer_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "schema_uid" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "recipient" TEXT,
    "integra_hash" TEXT,
    "token_id" DECIMAL(78,0),
    "capabilities" TEXT[] NOT NULL DEFAULT '{}',
    "data" TEXT,
    "ref_uid" TEXT,
    "expiration_time" BIGINT NOT NULL DEFAULT 0,
    "revocable" BOOLEAN NOT NULL DEFAULT true,
    "uid" TEXT,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "submission_id" UUID,
    "place" INTEGER,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "run_after" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "tx_hash" TEXT,
    "error_code" TEXT,
    "error" TEXT,
    "replays" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attestation_items_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "attestation_submissions" (
    "id" UUID NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "issuer_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "schema_uid" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "eas_nonce" DECIMAL(78,0),
    "to" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "tx_hash" TEXT,
    "block_number" BIGINT,
    "block_hash" TEXT,
    "gas_used" DECIMAL(78,0),
    "fee_wei" DECIMAL(78,0),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attestation_submissions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "attestations" (
    "chain_id" INTEGER NOT NULL,
    "uid" TEXT NOT NULL,
    "schema_uid" TEXT NOT NULL,
    "attester" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "integra_hash" TEXT,
    "token_id" DECIMAL(78,0),
    "capabilities" TEXT[] NOT NULL DEFAULT '{}',
    "data" TEXT NOT NULL,
    "ref_uid" TEXT NOT NULL,
    "expiration_time" BIGINT NOT NULL,
    "revocable" BOOLEAN NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "offchain" BOOLEAN NOT NULL DEFAULT false,
    "document" JSONB,
    "tx_hash" TEXT,
    "block_number" BIGINT,
    "block_hash" TEXT,
    "revoked_tx" TEXT,
    "organization_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attestations_pkey" PRIMARY KEY ("chain_id", "uid")
);

CREATE TABLE "chain_hints" (
    "id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "tx_hashes" TEXT[] NOT NULL DEFAULT '{}',
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "chain_hints_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "agents_did_key" ON "agents"("did");
CREATE INDEX "agents_user_id_idx" ON "agents"("user_id");
CREATE INDEX "agents_member_idx" ON "agents"("member");
CREATE UNIQUE INDEX "agent_challenges_nonce_key" ON "agent_challenges"("nonce");
CREATE INDEX "agent_challenges_expires_at_idx" ON "agent_challenges"("expires_at");
CREATE INDEX "agent_stakes_member_idx" ON "agent_stakes"("member");
CREATE INDEX "committees_state_due_at_idx" ON "committees"("state", "due_at");
CREATE UNIQUE INDEX "receipt_attestations_receipt_id_trial_signer_family_key" ON "receipt_attestations"("receipt_id", "trial", "signer", "family");
CREATE INDEX "receipt_attestations_signer_created_at_idx" ON "receipt_attestations"("signer", "created_at");
CREATE INDEX "verdicts_receipt_id_created_at_idx" ON "verdicts"("receipt_id", "created_at");
CREATE UNIQUE INDEX "credit_accounts_key_key" ON "credit_accounts"("key");
CREATE INDEX "credit_accounts_user_id_idx" ON "credit_accounts"("user_id");
CREATE UNIQUE INDEX "credit_postings_transfer_id_account_id_key" ON "credit_postings"("transfer_id", "account_id");
CREATE INDEX "credit_postings_account_id_created_at_idx" ON "credit_postings"("account_id", "created_at");
CREATE UNIQUE INDEX "reputation_entries_receipt_id_party_dimension_fold_key" ON "reputation_entries"("receipt_id", "party", "dimension", "fold");
CREATE INDEX "reputation_entries_party_finalized_at_receipt_id_idx" ON "reputation_entries"("party", "finalized_at", "receipt_id");
CREATE INDEX "issuers_organization_id_chain_id_idx" ON "issuers"("organization_id", "chain_id");
CREATE INDEX "attestation_schemas_chain_id_uid_idx" ON "attestation_schemas"("chain_id", "uid");
CREATE INDEX "attestation_workflows_organization_id_id_idx" ON "attestation_workflows"("organization_id", "id");
CREATE UNIQUE INDEX "attestation_items_workflow_id_index_key" ON "attestation_items"("workflow_id", "index");
CREATE INDEX "attestation_items_organization_id_status_idx" ON "attestation_items"("organization_id", "status");
CREATE INDEX "attestation_items_submission_id_idx" ON "attestation_items"("submission_id");
CREATE INDEX "attestation_submissions_chain_id_state_idx" ON "attestation_submissions"("chain_id", "state");
CREATE INDEX "attestation_submissions_issuer_id_created_at_idx" ON "attestation_submissions"("issuer_id", "created_at");
CREATE INDEX "attestations_organization_id_created_at_uid_idx" ON "attestations"("organization_id", "created_at", "uid");
CREATE INDEX "attestations_recipient_created_at_uid_idx" ON "attestations"("recipient", "created_at", "uid");
CREATE INDEX "attestations_integra_hash_idx" ON "attestations"("integra_hash");
CREATE UNIQUE INDEX "chain_hints_hash_key" ON "chain_hints"("hash");
CREATE INDEX "chain_hints_received_at_idx" ON "chain_hints"("received_at");

-- A challenge's receipt stands as it was issued; only how a task was judged may still change, and never what the receipt says.
DROP TRIGGER receipts_append_only ON "receipts";
UPDATE "receipts" SET "finalized_at" = "issued_at" WHERE "status" = 'FINALIZED';
CREATE FUNCTION refuse_change_but_judging() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.kind <> 'task'
    OR (to_jsonb(NEW) - ARRAY['status', 'round', 'k', 'm', 'finalized_at'])
      IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['status', 'round', 'k', 'm', 'finalized_at']) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receipts_append_only BEFORE UPDATE OR DELETE ON "receipts" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_judging();
CREATE TRIGGER receipt_attestations_append_only BEFORE UPDATE OR DELETE ON "receipt_attestations" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER verdicts_append_only BEFORE UPDATE OR DELETE ON "verdicts" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reputation_entries_append_only BEFORE UPDATE OR DELETE ON "reputation_entries" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credit_postings_append_only BEFORE UPDATE OR DELETE ON "credit_postings" FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What is still to be judged is found without reading what was.
CREATE INDEX "receipts_open_idx" ON "receipts"("status", "issued_at") WHERE "status" IN ('AWAITING_COMMITTEE', 'PENDING', 'APPEALED');
CREATE INDEX "receipts_decided_idx" ON "receipts"("finalized_at", "id");
CREATE INDEX "committees_due_idx" ON "committees"("due_at") WHERE "state" <> 'OVER';

-- Nobody stands in a roster twice.
CREATE UNIQUE INDEX "agents_auditor_key" ON "agents"("user_id") WHERE "auditor";
ALTER TABLE "agents" ADD COLUMN "search" tsvector NOT NULL DEFAULT ''::tsvector;
CREATE INDEX "agents_search_idx" ON "agents" USING gin ("search");
CREATE INDEX "agents_tags_idx" ON "agents" USING gin ("tags");

-- The postings of a transfer sum to zero, and nobody but the issuance account owes anything.
CREATE FUNCTION require_balanced_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(amount) FROM credit_postings WHERE transfer_id = NEW.transfer_id) <> 0 THEN
    RAISE EXCEPTION 'The postings of transfer % do not sum to zero', NEW.transfer_id;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER credit_postings_balanced AFTER INSERT ON "credit_postings" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_balanced_transfer();
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_no_debt" CHECK ("balance" >= 0 OR "key" = 'issuance');
ALTER TABLE "credit_postings" ADD CONSTRAINT "credit_postings_account_fkey" FOREIGN KEY ("account_id") REFERENCES "credit_accounts"("id");

-- One issuer at a time for an organization on a chain; one schema once for each organization, and once for everybody.
CREATE UNIQUE INDEX "issuers_active_key" ON "issuers"("organization_id", "chain_id") WHERE "status" = 'ACTIVE';
CREATE UNIQUE INDEX "issuers_address_key" ON "issuers"("chain_id", "address") WHERE "status" = 'ACTIVE';
CREATE UNIQUE INDEX "attestation_schemas_own_key" ON "attestation_schemas"("chain_id", "uid", "organization_id") WHERE "organization_id" IS NOT NULL;
CREATE UNIQUE INDEX "attestation_schemas_all_key" ON "attestation_schemas"("chain_id", "uid") WHERE "organization_id" IS NULL;

-- What waits to be sent, the most urgent first.
CREATE INDEX "attestation_items_due_idx" ON "attestation_items"("chain_id", "priority" DESC, "run_after", "id") WHERE "status" = 'PENDING';
CREATE INDEX "attestation_items_dead_idx" ON "attestation_items"("organization_id", "updated_at" DESC, "id") WHERE "status" IN ('FAILED', 'EXPIRED');
ALTER TABLE "attestation_items" ADD CONSTRAINT "attestation_items_workflow_fkey" FOREIGN KEY ("workflow_id") REFERENCES "attestation_workflows"("id");
ALTER TABLE "receipt_attestations" ADD CONSTRAINT "receipt_attestations_receipt_fkey" FOREIGN KEY ("receipt_id") REFERENCES "receipts"("id");
ALTER TABLE "committees" ADD CONSTRAINT "committees_receipt_fkey" FOREIGN KEY ("receipt_id") REFERENCES "receipts"("id");
