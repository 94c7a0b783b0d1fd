// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {Eip712} from "../base/Eip712.sol";
import {vm} from "../base/Vm.sol";
import {MockWallet} from "../mocks/MockWallet.sol";
import {Ledger} from "./Ledger.sol";

/// @title How a deal is found or made for what is to be done with it, how it is agreed to, and how it is paid
abstract contract Actions is Ledger {
    string public broken; // the last move that should have been refused and was not
    mapping(bytes32 id => mapping(address signer => uint256)) internal nonces;

    // Candidates

    /// A deal of that kind in that phase, in time; made when there is none.
    function _take(uint256 seed, Kind kind, Phase phase) internal returns (bytes32 id) {
        bytes32[] storage list = live[kind][phase];
        while (list.length > 0) {
            id = list[(seed >> 8) % list.length];
            if (block.timestamp <= mine[id].deadline) return id;
            _expireNow(id);
        }
        return _make(seed, kind, phase);
    }

    /// A deal of one of the first kinds, in one of these phases, in time; made when there is none.
    function _takeAny(uint256 seed, uint256 kinds, Phase first, Phase last) internal returns (bytes32) {
        uint256 phases = uint256(last) - uint256(first) + 1;
        uint256 slots = kinds * phases;
        for (uint256 i = 0; i < slots; i++) {
            uint256 slot = ((seed >> 1) % slots + i) % slots;
            (Kind kind, Phase phase) = (Kind(slot / phases), Phase(uint256(first) + slot % phases));
            if (live[kind][phase].length > 0) return _take(seed, kind, phase);
        }
        return _make(seed, Kind.Plain, first);
    }

    function _make(uint256 seed, Kind kind, Phase phase) internal returns (bytes32 id) {
        id = _new(seed, kind);
        if (phase >= Phase.Joined) _joinNow(id);
        if (phase >= Phase.Disputed) _disputeNow(id, seed & 2 == 2);
        if (phase >= Phase.Seated) _seatNow(id);
    }

    /// Any deal that has not ended, in time or not.
    function _any(uint256 seed) internal returns (bytes32) {
        for (uint256 i = 0; i < KINDS * 4; i++) {
            uint256 slot = (seed % 1_000 + i) % (KINDS * 4);
            bytes32[] storage list = live[Kind(slot / 4)][Phase(1 + slot % 4)];
            if (list.length > 0) return list[(seed >> 8) % list.length];
        }
        return _new(seed, Kind(seed % KINDS));
    }

    function _anyOwed(uint256 seed) internal returns (address token_, address account) {
        uint256 count = 2 * _accounts();
        for (uint256 i = 0; i < count; i++) {
            (token_, account) = _pair((seed % count + i) % count);
            if (owed[token_][account] > 0) return (token_, account);
        }
        bytes32 id = _new(seed - seed % 100 days, Kind.Plain);
        vm.warp(block.timestamp + 2);
        _expireNow(id);
        return _anyOwed(seed);
    }

    function _accounts() internal view returns (uint256) {
        return 4 + members.length;
    }

    function _pair(uint256 i) internal view returns (address token_, address account) {
        token_ = i & 1 == 1 ? COIN : address(token);
        i >>= 1;
        account = i == 0 ? creator : i == 1 ? counterparty : i == 2 ? treasury : i == 3 ? BURN : members[i - 4];
    }

    // Doing it

    function _mustRefuse(address who, bytes memory data, string memory what) internal {
        vm.prank(who);
        (bool ok, bytes memory answer) = address(escrow).call(data);
        if (ok) broken = string.concat("allowed: ", what);
        if (answer.length < 4) broken = string.concat("refused without a name: ", what);
    }

    function _expireNow(bytes32 id) internal {
        vm.prank(stranger);
        escrow.expire(id);
        if (mine[id].phase == Phase.Open) {
            Mine storage one = mine[id];
            _endShared(id, uint256(one.creatorBond) + one.creatorBase, 0, new address[](0));
        } else {
            _endWithoutLoser(id, new address[](0));
        }
    }

    function _end(bytes32 id, Escrow.Outcome outcome, address[] memory provers) internal {
        if (outcome == Escrow.Outcome.CreatorWin) _endWithLoser(id, true, provers);
        else if (outcome == Escrow.Outcome.CounterpartyWin) _endWithLoser(id, false, provers);
        else _endWithoutLoser(id, provers);
    }

    function _pushNow(address token_, address account) internal {
        uint256 before = _balance(token_, account);
        vm.prank(stranger);
        escrow.push(token_, account);
        _paid(token_, account, _balance(token_, account) - before);
    }

    /// What arrived is what was owed, to the unit.
    function _paid(address token_, address account, uint256 amount) internal {
        vm.assertEq(amount, owed[token_][account], "paid what was owed");
        owed[token_][account] = 0;
        paidOut[token_] += amount;
    }

    // Signing

    function _signed(bytes32 id, Escrow.Outcome outcome)
        internal
        returns (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb)
    {
        string memory word = Eip712.wordOf(outcome);
        a = _settleText(id, _creator(mine[id]), word);
        b = _settleText(id, _counterparty(mine[id]), word);
        sa = _agree(_creator(mine[id]), a);
        sb = _agree(_counterparty(mine[id]), b);
    }

    /// A key's signature, or a wallet that will say yes.
    function _agree(address signer, Escrow.Settle memory text) internal returns (bytes memory) {
        return _agreeTo(signer, _digest(Eip712.hash(text)));
    }

    function _agreeTo(address signer, bytes32 digest) internal returns (bytes memory) {
        if (signer == creator && uint256(digest) % 4 == 0) return _signDigest(CREATOR_KEY, digest);
        MockWallet(payable(signer)).accept(digest);
        return "agreed";
    }

    function _settleText(bytes32 id, address signer, string memory word)
        internal
        view
        returns (Escrow.Settle memory text)
    {
        text.title = string.concat("Countersign: end as ", word);
        text.deal = id;
        text.finalHash = FINAL;
        text.outcome = word;
        text.nonce = nonces[id][signer];
        text.validUntil = uint64(block.timestamp);
    }

    function _verdict(bytes32 id, Escrow.Outcome outcome)
        internal
        returns (address[] memory signers, bytes[] memory votes)
    {
        address[] memory seats = escrow.statusOf(id).seats;
        (address first, address second) = seats[0] < seats[1] ? (seats[0], seats[1]) : (seats[1], seats[0]);
        bytes32 digest = _digest(Eip712.hashVote(id, FINAL, mine[id].isRedrawn ? 1 : 0, outcome));
        (signers, votes) = (new address[](K), new bytes[](K));
        (signers[0], votes[0]) = (first, _agreeTo(first, digest));
        (signers[1], votes[1]) = (second, _agreeTo(second, digest));
    }
}
