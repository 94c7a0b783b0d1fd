#!/usr/bin/env bash
# The whole GATEKEEPER story with curl. Needs bash, curl and node; run it from the repository's folder:
#
#   bash examples/gatekeeper.sh [http://localhost:3000]
set -euo pipefail

desk=${1:-${COUNTERSIGN_URL:-http://localhost:3000}}
api=$desk/api/v1
json='content-type: application/json'

# Reads one field of the JSON that comes in: `pick .id`.
pick() { node -p "JSON.parse(require('node:fs').readFileSync(0, 'utf8'))$1"; }

# Signs what the desk asks for, a text or EIP-712 fields, with the key given; viem does what a wallet would.
sign() {
  node --input-type=module -e "
    import { text } from 'node:stream/consumers'
    import { privateKeyToAccount } from 'viem/accounts'
    const { message, typed_data } = JSON.parse(await text(process.stdin))
    const account = privateKeyToAccount(process.argv[1])
    console.log(await (message ? account.signMessage({ message }) : account.signTypedData(typed_data)))
  " "$1"
}

# curl fails on any status that is not a success, and shows what the desk said.
get() { curl -sS --fail-with-body -H "authorization: Bearer $2" "$api/$1"; }
post() { curl -sS --fail-with-body -H "$json" -H "authorization: Bearer $2" -d "$3" "$api/$1"; }

new_key() { node -p "'0x' + require('node:crypto').randomBytes(32).toString('hex')"; }
address_of() {
  node --input-type=module -e "
    import { privateKeyToAccount } from 'viem/accounts'
    console.log(privateKeyToAccount(process.argv[1]).address)
  " "$1"
}

# Proves a wallet, prints an access token.
sign_in() {
  local asked signature
  asked=$(curl -sS --fail-with-body -H "$json" "$api/wallet/challenge" \
    -d "{\"wallet_address\":\"$(address_of "$1")\",\"chain_id\":\"eip155:31337\"}")
  signature=$(sign "$1" <<<"$asked")
  curl -sS --fail-with-body -H "$json" "$api/wallet/verify" \
    -d "{\"challenge_id\":\"$(pick .challenge_id <<<"$asked")\",\"signature\":\"$signature\"}" | pick .access_token
}

seller_key=$(new_key)
buyer_key=$(new_key)
buyer=$(address_of "$buyer_key")
seller_token=$(sign_in "$seller_key")
buyer_token=$(sign_in "$buyer_key")
echo "seller $(address_of "$seller_key") and buyer $buyer have proven their wallets"

# On the local chain everybody can give themselves funds: 1 ETH, and 300 of the test token by mint(address,uint256).
networks=$(curl -sS --fail-with-body "$api/networks")
rpc_url=$(pick ".data.find(n => n.chain_id === 'eip155:31337').rpc_url" <<<"$networks")
token=$(pick ".data.find(n => n.chain_id === 'eip155:31337').assets.find(a => a.token_address).token_address" <<<"$networks")
rpc() {
  curl -sS -H "$json" -d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}" "$rpc_url" | pick .result
}
rpc anvil_setBalance "[\"$buyer\",\"0xde0b6b3a7640000\"]" >/dev/null
rpc anvil_impersonateAccount "[\"$buyer\"]" >/dev/null
mint=0x40c10f19$(printf '%064s%064x' "${buyer#0x}" 300000000 | tr ' ' 0)
rpc eth_sendTransaction "[{\"from\":\"$buyer\",\"to\":\"$token\",\"data\":\"$mint\"}]" >/dev/null
echo "the buyer holds 1 ETH and 300 tUSD"

# The seller writes the terms, signs them and sends them.
challenge=$(post challenges "$seller_token" '{
  "mode": "GATEKEEPER",
  "title": "Bike for 0.4 ETH",
  "description": "Blue road bike, 54 cm, with lights. Handed over in person; the price is paid on the spot.",
  "gatekeeper_requirements": { "counterparty": { "network": "eip155:31337", "funds_checks": [
    { "asset_type": "NATIVE", "min_balance": "400000000000000000", "currency_symbol": "ETH" },
    { "asset_type": "ERC20", "token_address": "'"$token"'", "min_balance": "250000000", "currency_symbol": "tUSD" }
  ] } }
}')
id=$(pick .id <<<"$challenge")
signature=$(get "challenges/$id/intent?action=send" "$seller_token" | sign "$seller_key")
sent=$(post "challenges/$id/send" "$seller_token" "{\"signature\":\"$signature\"}")
echo "challenge $id: signed and sent"

# The invite is all the buyer gets.
invite=$(pick ".invite_url.split('/').at(-1)" <<<"$sent")
signature=$(get "challenges/$id/intent?action=accept&invite=$invite" "$buyer_token" | sign "$buyer_key")
post "challenges/$id/accept" "$buyer_token" \
  "{\"wallet_address\":\"$buyer\",\"signature\":\"$signature\",\"invite\":\"$invite\"}" >/dev/null
echo "the buyer has signed the same terms"

# Waits, a minute at most, until a field of what a call answers has a value.
wait_for() { # path token field value
  local seen
  for _ in $(seq 240); do
    seen=$(get "$1" "$2" | pick "$3")
    [ "$seen" = "$4" ] && return
    [ "$seen" = CANCELLED ] && break
    sleep 0.25
  done
  echo "$1: $3 is $seen, not $4" >&2
  exit 1
}
wait_for "challenges/$id" "$seller_token" .status INTENT_LOCKED
echo "wallets and funds passed: the intent is locked"

# Both sign how it ended.
confirm() { # key token
  local signature
  signature=$(get "challenges/$id/intent?action=confirm&outcome=FULFILLED" "$2" | sign "$1")
  post "challenges/$id/confirm" "$2" "{\"outcome\":\"FULFILLED\",\"signature\":\"$signature\"}"
}
confirm "$seller_key" "$seller_token" >/dev/null
receipt=$(confirm "$buyer_key" "$buyer_token" | pick .receipt_id)
echo "both signed FULFILLED: receipt $receipt"

wait_for "receipts/$receipt" "$buyer_token" .anchor.state FINAL
file=${TMPDIR:-/tmp}/countersign-${receipt:2:12}.json
get "receipts/$receipt/bundle" "$buyer_token" >"$file"
echo "anchored; saved as $file; verified offline, then with a node:"
npx countersign verify "$file"
npx countersign verify "$file" --rpc "$rpc_url" --desk "$desk"
