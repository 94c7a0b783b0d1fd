-- What bonds need: deals and stakes as the chain tells them, its news and our calls, rosters, and disputes with evidence, votes and seats.
-- AlterTable
ALTER TABLE "challenges" ADD COLUMN     "deal_id" TEXT;

-- CreateTable
CREATE TABLE "deals" (
    "id" TEXT NOT NULL,
    "challenge_id" UUID NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "escrow" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "token" TEXT NOT NULL,
    "join_by" TIMESTAMPTZ(3) NOT NULL,
    "respond_by" TIMESTAMPTZ(3),
    "settle_by" TIMESTAMPTZ(3) NOT NULL,
    "seen_state" TEXT NOT NULL DEFAULT 'NONE',
    "state" TEXT NOT NULL DEFAULT 'NONE',
    "disputed_at" TIMESTAMPTZ(3),
    "dispute_until" TIMESTAMPTZ(3),
    "round" INTEGER NOT NULL DEFAULT 0,
    "seed_block" BIGINT,
    "seed" TEXT,
    "next_attempt" INTEGER NOT NULL DEFAULT 0,
    "creator_response" TEXT,
    "counterparty_response" TEXT,
    "ending" TEXT,
    "decider" TEXT,
    "ended_tx" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stakes" (
    "id" UUID NOT NULL,
    "challenge_id" UUID NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "escrow" TEXT NOT NULL,
    "deal" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "status" TEXT NOT NULL,
    "tx_hash" TEXT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "block_time" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "ended_tx" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stakes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chain_cursors" (
    "chain_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "confirmed_number" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chain_cursors_pkey" PRIMARY KEY ("chain_id","address")
);

-- CreateTable
CREATE TABLE "chain_blocks" (
    "chain_id" INTEGER NOT NULL,
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "chain_blocks_pkey" PRIMARY KEY ("chain_id","number")
);

-- CreateTable
CREATE TABLE "chain_events" (
    "chain_id" INTEGER NOT NULL,
    "block_hash" TEXT NOT NULL,
    "log_index" INTEGER NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_time" TIMESTAMPTZ(3) NOT NULL,
    "tx_hash" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "deal" TEXT,
    "args" JSONB NOT NULL,
    "canonical" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chain_events_pkey" PRIMARY KEY ("chain_id","block_hash","log_index")
);

-- CreateTable
CREATE TABLE "chain_calls" (
    "id" UUID NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "deal" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "run_after" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chain_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rosters" (
    "epoch" INTEGER NOT NULL,
    "root" TEXT NOT NULL,
    "total_weight" DECIMAL(78,0) NOT NULL,
    "rows" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rosters_pkey" PRIMARY KEY ("epoch")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" TEXT NOT NULL,
    "challenge_id" UUID NOT NULL,
    "deal_id" TEXT,
    "opener_role" TEXT NOT NULL,
    "reason" TEXT,
    "document" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "roster_epoch" INTEGER,
    "k" INTEGER NOT NULL DEFAULT 0,
    "m" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "seed_block" BIGINT,
    "block_hash" TEXT,
    "seed" TEXT,
    "excluded" JSONB NOT NULL DEFAULT '[]',
    "outcome" TEXT,
    "opened_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "case_votes" (
    "id" UUID NOT NULL,
    "case_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "member" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "domain" JSONB NOT NULL,
    "message" JSONB NOT NULL,
    "signature" TEXT NOT NULL,
    "signature_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "case_votes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" UUID NOT NULL,
    "case_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT,
    "size" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "sealed" BYTEA,
    "uploaded_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "committee_seats" (
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "seat" INTEGER NOT NULL,
    "member" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "committee_seats_pkey" PRIMARY KEY ("subject_kind","subject_id","round","seat")
);

-- CreateIndex
CREATE UNIQUE INDEX "deals_challenge_id_key" ON "deals"("challenge_id");

-- CreateIndex
CREATE INDEX "deals_chain_id_state_idx" ON "deals"("chain_id", "state");

-- CreateIndex
CREATE INDEX "stakes_challenge_id_idx" ON "stakes"("challenge_id");

-- CreateIndex
CREATE UNIQUE INDEX "stakes_chain_id_escrow_deal_kind_party_key" ON "stakes"("chain_id", "escrow", "deal", "kind", "party");

-- CreateIndex
CREATE INDEX "chain_events_deal_idx" ON "chain_events"("deal");

-- CreateIndex
CREATE INDEX "chain_events_chain_id_block_number_idx" ON "chain_events"("chain_id", "block_number");

-- CreateIndex
CREATE INDEX "chain_calls_state_run_after_idx" ON "chain_calls"("state", "run_after");

-- CreateIndex
CREATE INDEX "chain_calls_deal_idx" ON "chain_calls"("deal");

-- CreateIndex
CREATE UNIQUE INDEX "chain_calls_chain_id_key_key" ON "chain_calls"("chain_id", "key");

-- CreateIndex
CREATE INDEX "cases_challenge_id_idx" ON "cases"("challenge_id");

-- CreateIndex
CREATE UNIQUE INDEX "case_votes_case_id_round_member_key" ON "case_votes"("case_id", "round", "member");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_case_id_sha256_key" ON "evidence"("case_id", "sha256");

-- CreateIndex
CREATE INDEX "committee_seats_member_idx" ON "committee_seats"("member");

-- AddForeignKey
ALTER TABLE "case_votes" ADD CONSTRAINT "case_votes_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- What Prisma cannot say.

-- Only logs that still count are folded.
CREATE INDEX "chain_events_canonical_idx" ON "chain_events" ("chain_id", "address", "deal") WHERE "canonical";
-- One dispute of a challenge is open at a time.
CREATE UNIQUE INDEX "cases_open_idx" ON "cases" ("challenge_id") WHERE "status" = 'OPEN';

CREATE TRIGGER rosters_append_only BEFORE UPDATE OR DELETE ON "rosters" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_votes_append_only BEFORE UPDATE OR DELETE ON "case_votes" FOR EACH ROW EXECUTE FUNCTION refuse_change();
