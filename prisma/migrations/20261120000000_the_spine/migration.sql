-- The tables of the spine: identity, challenges with their log, funds proofs, receipts, anchors, events and the small machinery.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wallets" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "namespace" TEXT NOT NULL DEFAULT 'eip155',
    "chain_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'EOA',
    "verified_at" TIMESTAMPTZ(3) NOT NULL,
    "unlinked_at" TIMESTAMPTZ(3),

    CONSTRAINT "wallets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wallet_challenges" (
    "id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "session_id" UUID,
    "challenge_ref" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "block_number" BIGINT,
    "block_hash" TEXT,

    CONSTRAINT "wallet_challenges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "token_hash" TEXT,
    "address" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "public_id" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "quotas" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "personal" BOOLEAN NOT NULL DEFAULT false,
    "sandbox" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "challenges" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "visibility" TEXT NOT NULL DEFAULT 'link',
    "title" TEXT NOT NULL,
    "description" TEXT,
    "terms" JSONB,
    "documents" JSONB NOT NULL DEFAULT '[]',
    "requirements" JSONB,
    "bond" JSONB,
    "resolution" JSONB NOT NULL,
    "enforced" JSONB,
    "external_id" TEXT,
    "return_url" TEXT,
    "creator_user_id" UUID NOT NULL,
    "creator_address" TEXT NOT NULL,
    "creator_chain_id" INTEGER NOT NULL,
    "counterparty_address" TEXT,
    "counterparty_chain_id" INTEGER,
    "counterparty_user_id" UUID,
    "counterparty_organization_id" UUID,
    "counterparty_named" BOOLEAN NOT NULL DEFAULT false,
    "expires_at" TIMESTAMPTZ(3),
    "resolution_due_at" TIMESTAMPTZ(3),
    "terms_hash" TEXT,
    "deadlines" JSONB,
    "initiator_role" TEXT,
    "initiator_hash" TEXT,
    "counter_hash" TEXT,
    "final_hash" TEXT,
    "creator_nonce" INTEGER NOT NULL DEFAULT 0,
    "counterparty_nonce" INTEGER NOT NULL DEFAULT 0,
    "status_since" TIMESTAMPTZ(3) NOT NULL,
    "deadline_at" TIMESTAMPTZ(3),
    "deadline_then" TEXT,
    "warn_at" TIMESTAMPTZ(3),
    "downtime_through" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "split" BOOLEAN NOT NULL DEFAULT false,
    "reason_code" TEXT,
    "reason_text" TEXT,
    "receipt_id" TEXT,
    "verification" JSONB NOT NULL DEFAULT '{}',
    "log_head" TEXT NOT NULL,
    "log_length" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "challenges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "challenge_revisions" (
    "challenge_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "initiator_role" TEXT NOT NULL,
    "terms_doc" JSONB NOT NULL,
    "terms_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "challenge_revisions_pkey" PRIMARY KEY ("challenge_id","revision")
);

-- CreateTable
CREATE TABLE "intents" (
    "id" UUID NOT NULL,
    "challenge_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "intents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_texts" (
    "id" UUID NOT NULL,
    "challenge_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "signer" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "primary_type" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "domain" JSONB NOT NULL,
    "message" JSONB NOT NULL,
    "context" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signing_texts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offers" (
    "id" UUID NOT NULL,
    "challenge_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "primary_type" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "domain" JSONB NOT NULL,
    "message" JSONB NOT NULL,
    "signature" TEXT NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "closed_why" TEXT,

    CONSTRAINT "offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "challenge_events" (
    "challenge_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "data" JSONB NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "challenge_events_pkey" PRIMARY KEY ("challenge_id","sequence")
);

-- CreateTable
CREATE TABLE "funds_proofs" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "challenge_id" UUID,
    "role" TEXT,
    "requirement" INTEGER,
    "phase" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "wallet" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'BALANCE',
    "asset_type" TEXT NOT NULL,
    "token_address" TEXT,
    "asset" TEXT NOT NULL,
    "min_balance" DECIMAL(78,0) NOT NULL,
    "status" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "providers_agreed" INTEGER NOT NULL,
    "block_number" BIGINT,
    "block_hash" TEXT,
    "finalized_block_number" BIGINT,
    "finalized_block_hash" TEXT,
    "balance_commitment" TEXT,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funds_proofs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipts" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "parties" TEXT[],
    "quorum_kind" TEXT NOT NULL,
    "k" INTEGER NOT NULL,
    "m" INTEGER NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receipts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anchor_batches" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "eas" TEXT NOT NULL,
    "tx_hash" TEXT,
    "block_number" BIGINT,
    "block_hash" TEXT,
    "block_time" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submitted_at" TIMESTAMPTZ(3),
    "mined_at" TIMESTAMPTZ(3),
    "final_at" TIMESTAMPTZ(3),

    CONSTRAINT "anchor_batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "anchor_leaves" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "leaf" TEXT NOT NULL,
    "batch_id" UUID,
    "index" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "anchor_leaves_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chain_transactions" (
    "id" UUID NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "signer" TEXT NOT NULL,
    "nonce" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "max_fee_per_gas" DECIMAL(78,0) NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chain_transactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chains" (
    "chain_id" INTEGER NOT NULL,
    "genesis_hash" TEXT NOT NULL,

    CONSTRAINT "chains_pkey" PRIMARY KEY ("chain_id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "fact_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "request_id" TEXT,
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_subjects" (
    "organization_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,

    CONSTRAINT "event_subjects_pkey" PRIMARY KEY ("organization_id","subject")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "actor" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "answer" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("actor","method","path","key")
);

-- CreateTable
CREATE TABLE "rate_buckets" (
    "subject" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,

    CONSTRAINT "rate_buckets_pkey" PRIMARY KEY ("subject","group","window_start")
);

-- CreateTable
CREATE TABLE "heartbeats" (
    "role" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "heartbeats_pkey" PRIMARY KEY ("role")
);

-- CreateTable
CREATE TABLE "downtimes" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "downtimes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feature_flags" (
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "percentage" INTEGER NOT NULL DEFAULT 100,

    CONSTRAINT "feature_flags_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "desk_keys" (
    "address" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "signed_by" TEXT,
    "signature" TEXT,

    CONSTRAINT "desk_keys_pkey" PRIMARY KEY ("address")
);

-- CreateIndex
CREATE INDEX "wallets_user_id_idx" ON "wallets"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "wallet_challenges_nonce_key" ON "wallet_challenges"("nonce");

-- CreateIndex
CREATE INDEX "wallet_challenges_expires_at_idx" ON "wallet_challenges"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_expires_at_idx" ON "sessions"("user_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_public_id_key" ON "api_keys"("public_id");

-- CreateIndex
CREATE INDEX "api_keys_organization_id_idx" ON "api_keys"("organization_id");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE INDEX "challenges_creator_user_id_id_idx" ON "challenges"("creator_user_id", "id");

-- CreateIndex
CREATE INDEX "challenges_counterparty_user_id_id_idx" ON "challenges"("counterparty_user_id", "id");

-- CreateIndex
CREATE INDEX "challenges_counterparty_address_id_idx" ON "challenges"("counterparty_address", "id");

-- CreateIndex
CREATE INDEX "challenges_creator_address_idx" ON "challenges"("creator_address");

-- CreateIndex
CREATE UNIQUE INDEX "intents_challenge_id_revision_role_key" ON "intents"("challenge_id", "revision", "role");

-- CreateIndex
CREATE INDEX "signing_texts_challenge_id_signer_action_idx" ON "signing_texts"("challenge_id", "signer", "action");

-- CreateIndex
CREATE INDEX "signing_texts_expires_at_idx" ON "signing_texts"("expires_at");

-- CreateIndex
CREATE INDEX "offers_challenge_id_idx" ON "offers"("challenge_id");

-- CreateIndex
CREATE INDEX "funds_proofs_challenge_id_idx" ON "funds_proofs"("challenge_id");

-- CreateIndex
CREATE INDEX "funds_proofs_user_id_id_idx" ON "funds_proofs"("user_id", "id");

-- CreateIndex
CREATE INDEX "receipts_issued_at_id_idx" ON "receipts"("issued_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "receipts_subject_kind_subject_id_key" ON "receipts"("subject_kind", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "anchor_batches_root_key" ON "anchor_batches"("root");

-- CreateIndex
CREATE INDEX "anchor_batches_state_idx" ON "anchor_batches"("state");

-- CreateIndex
CREATE UNIQUE INDEX "anchor_leaves_kind_leaf_key" ON "anchor_leaves"("kind", "leaf");

-- CreateIndex
CREATE UNIQUE INDEX "anchor_leaves_batch_id_index_key" ON "anchor_leaves"("batch_id", "index");

-- CreateIndex
CREATE INDEX "chain_transactions_purpose_subject_id_idx" ON "chain_transactions"("purpose", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "chain_transactions_chain_id_signer_nonce_key" ON "chain_transactions"("chain_id", "signer", "nonce");

-- CreateIndex
CREATE UNIQUE INDEX "events_organization_id_subject_sequence_key" ON "events"("organization_id", "subject", "sequence");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "rate_buckets_window_start_idx" ON "rate_buckets"("window_start");

-- CreateIndex
CREATE INDEX "downtimes_applied_at_idx" ON "downtimes"("applied_at");

-- AddForeignKey
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "challenge_revisions" ADD CONSTRAINT "challenge_revisions_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "intents" ADD CONSTRAINT "intents_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signing_texts" ADD CONSTRAINT "signing_texts_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offers" ADD CONSTRAINT "offers_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "challenge_events" ADD CONSTRAINT "challenge_events_challenge_id_fkey" FOREIGN KEY ("challenge_id") REFERENCES "challenges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "anchor_leaves" ADD CONSTRAINT "anchor_leaves_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "anchor_batches"("id") ON DELETE SET NULL ON UPDATE CASCADE;



-- What Prisma cannot say.

-- A wallet belongs to one user while it is linked. Unlinking keeps its history.
CREATE UNIQUE INDEX "wallets_address_linked_key" ON "wallets" ("address") WHERE "unlinked_at" IS NULL;

-- One open offer per party and kind of signature.
CREATE UNIQUE INDEX "offers_open_key" ON "offers" ("challenge_id", "role", "primary_type") WHERE "closed_at" IS NULL;

-- Terminal challenges have ended, and only they have.
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_ended_check"
  CHECK (("status" IN ('COMPLETED', 'CANCELLED', 'EXPIRED')) = ("ended_at" IS NOT NULL));
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_deadline_check"
  CHECK (("deadline_at" IS NULL) = ("ended_at" IS NOT NULL));

-- What the sweeps look for.
CREATE INDEX "challenges_due_idx" ON "challenges" ("deadline_at") WHERE "ended_at" IS NULL;
CREATE INDEX "challenges_warn_idx" ON "challenges" ("warn_at") WHERE "warn_at" IS NOT NULL;
CREATE INDEX "challenges_gatekeeper_idx" ON "challenges" ("status_since") WHERE "status" = 'AWAITING_GATEKEEPER';
CREATE INDEX "challenges_public_idx" ON "challenges" ("id") WHERE "visibility" = 'public';
CREATE INDEX "anchor_leaves_loose_idx" ON "anchor_leaves" ("created_at", "id") WHERE "batch_id" IS NULL;
CREATE INDEX "receipts_parties_idx" ON "receipts" USING gin ("parties");

-- Readers follow the log by (tx, id): a late commit has a later tx than everything already seen.
CREATE INDEX "events_position_idx" ON "events" ("organization_id", "tx", "id");

-- Counting calls need not survive a crash.
ALTER TABLE "rate_buckets" SET UNLOGGED;

-- Append-only tables refuse to change. Retention runs under its own role and disables the trigger for itself.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER challenge_events_append_only BEFORE UPDATE OR DELETE ON "challenge_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER funds_proofs_append_only BEFORE UPDATE OR DELETE ON "funds_proofs" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON "events" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER intents_append_only BEFORE UPDATE OR DELETE ON "intents" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER challenge_revisions_append_only BEFORE UPDATE OR DELETE ON "challenge_revisions" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipts_append_only BEFORE UPDATE OR DELETE ON "receipts" FOR EACH ROW EXECUTE FUNCTION refuse_change();
