-- Addresses of people nobody here knows who asked not to be invited again, as keyed hashes.
CREATE TABLE "stopped_addresses" (
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "stopped_addresses_pkey" PRIMARY KEY ("hash")
);
