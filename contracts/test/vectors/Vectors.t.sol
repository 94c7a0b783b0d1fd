// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {Draw} from "../../src/libraries/Draw.sol";
import {Slash} from "../../src/libraries/Slash.sol";
import {Texts} from "../../src/libraries/Texts.sol";
import {Eip712} from "../base/Eip712.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {Roster} from "../base/Roster.sol";
import {vm} from "../base/Vm.sol";

/// @title The cases that TypeScript and Solidity share
contract VectorsTest is PanelTest {
    /// Every case by the library, and by a real deal whenever the bonds can make that fee.
    function test_Slash() external {
        string memory json = vm.readFile("test/vectors/slash.json");
        uint256 cases = _count(json);
        uint256 dealt = 0;
        for (uint256 i = 0; i < cases; i++) {
            SlashCase memory one = _slashCase(json, string.concat("$[", vm.toString(i), "]"));
            Slash.Parts memory parts = Slash.ofLost(one.bond, one.provers, one.fee, one.openerWins);
            vm.assertEq(parts.burned, one.burn, "burn");
            vm.assertEq(parts.toTreasury, one.treasury, "treasury");
            vm.assertEq(parts.toProver, one.eachProver, "each prover");
            vm.assertEq(parts.toOpener, one.feeBack, "fee back");
            vm.assertEq(parts.toWinner, one.winnerReward, "winner");

            uint256 winnersBond = _bondForFee(one);
            if (winnersBond == 0) continue;
            uint256 clean = vm.snapshotState();
            _playSlash(one, winnersBond);
            vm.revertToState(clean);
            dealt++;
        }
        vm.assertEq(cases, 13, "cases");
        vm.assertEq(dealt, 11, "cases that a deal can make");
    }

    struct SlashCase {
        uint256 bond;
        uint256 provers;
        uint256 fee;
        bool openerWins;
        uint256 burn;
        uint256 treasury;
        uint256 eachProver;
        uint256 feeBack;
        uint256 winnerReward;
    }

    function _slashCase(string memory json, string memory key) private pure returns (SlashCase memory one) {
        one.bond = vm.parseJsonUint(json, string.concat(key, ".loser_bond"));
        one.provers = vm.parseJsonUint(json, string.concat(key, ".provers"));
        one.fee = vm.parseJsonUint(json, string.concat(key, ".dispute_fee"));
        one.openerWins = vm.parseJsonBool(json, string.concat(key, ".opener_is_winner"));
        one.burn = vm.parseJsonUint(json, string.concat(key, ".burn"));
        one.treasury = vm.parseJsonUint(json, string.concat(key, ".treasury"));
        one.eachProver = vm.parseJsonUint(json, string.concat(key, ".each_prover"));
        one.feeBack = vm.parseJsonUint(json, string.concat(key, ".fee_back_to_opener"));
        one.winnerReward = vm.parseJsonUint(json, string.concat(key, ".winner_reward"));
    }

    /// The winner's bond that makes a tenth of the larger bond the fee; 0 when none does.
    function _bondForFee(SlashCase memory one) private pure returns (uint256) {
        if (one.provers == 0 && one.fee == 0) return one.bond; // without a dispute
        uint256 fromLoser = one.bond * 10 / 100;
        if (fromLoser == one.fee) return 1;
        return fromLoser < one.fee ? one.fee * 10 : 0;
    }

    /// The counterparty loses.
    function _playSlash(SlashCase memory one, uint256 winnersBond) private {
        Escrow.Deal memory deal = _panelDeal();
        (deal.creatorBond, deal.counterpartyBond) = (winnersBond, one.bond);
        if (one.provers > 0) {
            deal.panel.k = uint32(one.provers);
            deal.panel.m = uint32(2 * one.provers - 1);
        }
        bytes32 id = _joined(deal);
        uint256 paidFee = _mayDispute(id, one);
        address[] memory signers = new address[](0);
        if (one.provers == 0) {
            _settle(id, Escrow.Outcome.CreatorWin);
        } else {
            _fixSeed(id);
            _seatAll(id);
            signers = _settleByPanel(id, Escrow.Outcome.CreatorWin);
        }

        vm.assertEq(paidFee, one.fee, "the fee of the case");
        uint256 toCreator = winnersBond + one.winnerReward + (one.openerWins ? one.feeBack : 0);
        _assertEnded(id, toCreator, one.openerWins ? 0 : one.feeBack);
        _assertCredited(COIN, BURN, one.burn);
        _assertCredited(COIN, treasury, one.treasury);
        for (uint256 i = 0; i < signers.length; i++) {
            _assertCredited(COIN, signers[i], one.eachProver);
        }
        vm.assertEq(address(escrow).balance, winnersBond + one.bond + one.fee, "all that was deposited");
    }

    function _mayDispute(bytes32 id, SlashCase memory one) private returns (uint256) {
        if (one.provers == 0 && one.fee == 0) return 0;
        _dispute(id, one.openerWins ? creator : counterparty);
        return escrow.statusOf(id).disputeFee;
    }

    /// Every case that a deal can hold; the one in which a side holds nothing has no deal.
    function test_Split() external {
        string memory json = vm.readFile("test/vectors/split.json");
        uint256 cases = _count(json);
        uint256 dealt = 0;
        for (uint256 i = 0; i < cases; i++) {
            string memory key = string.concat("$[", vm.toString(i), "]");
            Escrow.Deal memory deal = _deal();
            deal.creatorBond = vm.parseJsonUint(json, string.concat(key, ".creator_held"));
            deal.counterpartyBond = vm.parseJsonUint(json, string.concat(key, ".counterparty_held"));
            uint256 toCreator = vm.parseJsonUint(json, string.concat(key, ".to_creator"));
            uint256 toCounterparty = vm.parseJsonUint(json, string.concat(key, ".to_counterparty"));
            uint256 bps = vm.parseJsonUint(json, string.concat(key, ".creator_bps"));
            uint256 held = deal.creatorBond + deal.counterpartyBond;
            vm.assertEq(held * bps / 10_000, toCreator, "floor to the creator");
            vm.assertEq(toCreator + toCounterparty, held, "the rest to the counterparty");
            if (deal.counterpartyBond == 0) continue;

            uint256 clean = vm.snapshotState();
            bytes32 id = _joined(deal);
            Escrow.Settle memory a = _splitText(id, creator, toCreator, toCounterparty);
            Escrow.Settle memory b = _splitText(id, counterparty, toCreator, toCounterparty);
            escrow.split(a, _sign(CREATOR_KEY, a), b, _sign(COUNTERPARTY_KEY, b));
            _assertEnded(id, toCreator, toCounterparty);
            vm.revertToState(clean);
            dealt++;
        }
        vm.assertEq(cases, 6, "cases");
        vm.assertEq(dealt, 5, "cases that a deal can make");
    }

    /// The seed by the library; the seats by a real dispute whose seed is replaced by the vector's.
    function test_Draw() external {
        string memory json = vm.readFile("test/vectors/draw.json");
        _readRoster(json);
        vm.assertEq(rosterTree[0], vm.parseJsonBytes32(json, "$.root"), "root");
        vm.assertEq(totalWeight, vm.parseJsonUint(json, "$.total_weight"), "total weight");

        for (uint256 i = 0; i < 3; i++) {
            uint256 clean = vm.snapshotState();
            _playDraw(json, string.concat("$.draws[", vm.toString(i), "]"));
            vm.revertToState(clean);
        }
        vm.assertTrue(!vm.keyExistsJson(json, "$.draws[3]"), "a draw nobody plays");
    }

    function _readRoster(string memory json) private {
        uint256 size = 12;
        vm.assertTrue(!vm.keyExistsJson(json, "$.roster[12]"), "a row nobody reads");
        address[] memory members = new address[](size);
        uint256[] memory weights = new uint256[](size);
        for (uint256 i = 0; i < size; i++) {
            string memory key = string.concat("$.roster[", vm.toString(i), "]");
            members[i] = vm.parseJsonAddress(json, string.concat(key, ".id"));
            weights[i] = vm.parseJsonUint(json, string.concat(key, ".weight"));
            _stake(members[i]);
        }
        _keepRoster(members, weights);
        for (uint256 i = 0; i < size; i++) {
            bytes32[] memory proof = vm.parseJsonBytes32Array(json, string.concat("$.proofs[", vm.toString(i), "]"));
            bytes32[] memory ours = Roster.proof(rosterTree, Roster.hash(roster[i]));
            vm.assertEq(keccak256(abi.encode(ours)), keccak256(abi.encode(proof)), "proof");
        }
    }

    function _playDraw(string memory json, string memory key) private {
        bytes32 seed = vm.parseJsonBytes32(json, string.concat(key, ".seed"));
        bytes32 subject = vm.parseJsonBytes32(json, string.concat(key, ".subject"));
        bytes32 blockHash = vm.parseJsonBytes32(json, string.concat(key, ".block_hash"));
        vm.assertEq(Draw.seedOf(subject, rosterTree[0], blockHash), seed, "seed");

        Escrow.Deal memory deal = _panelDeal();
        deal.panel.m = uint32(vm.parseJsonUint(json, string.concat(key, ".m")));
        deal.panel.k = deal.panel.m / 2 + 1;
        deal.panel.struck = vm.parseJsonAddressArray(json, string.concat(key, ".excluded"));
        bytes32 id = _disputed(deal, creator);
        if (vm.parseJsonUint(json, string.concat(key, ".round")) == 1) {
            vm.warp(START + 1 days);
            escrow.redraw(id);
        }
        _fixSeed(id);
        _replaceSeed(id, seed);
        _assertAttempts(json, key, id);
        _seatAll(id);

        address[] memory seats = vm.parseJsonAddressArray(json, string.concat(key, ".seats"));
        vm.assertEq(
            keccak256(abi.encode(escrow.statusOf(id).seats)), keccak256(abi.encode(seats)), "seats, in their order"
        );
    }

    function _assertAttempts(string memory json, string memory key, bytes32 id) private view {
        uint32 n = 0;
        for (;; n++) {
            string memory attempt = string.concat(key, ".attempts[", vm.toString(n), "]");
            if (!vm.keyExistsJson(json, attempt)) break;
            uint256 drawn = escrow.drawn(id, n);
            vm.assertEq(drawn, vm.parseJsonUint(json, string.concat(attempt, ".r")), "r");
            (Escrow.Leaf memory row,) = _rowOf(drawn);
            vm.assertEq(row.member, vm.parseJsonAddress(json, string.concat(attempt, ".member")), "member");
        }
        (Escrow.Leaf[] memory rows,) = _drawnRows(id);
        vm.assertEq(rows.length, n, "attempts until the panel is complete");
    }

    /// The slot is the one `drawn` reads that holds the seed.
    function _replaceSeed(bytes32 id, bytes32 seed) private {
        bytes32 before = escrow.statusOf(id).seed;
        vm.record();
        escrow.drawn(id, 0);
        (bytes32[] memory reads,) = vm.accesses(address(escrow));
        for (uint256 i = 0; i < reads.length; i++) {
            if (vm.load(address(escrow), reads[i]) == before) vm.store(address(escrow), reads[i], seed);
        }
        vm.assertEq(escrow.statusOf(id).seed, seed, "the seed is replaced");
    }

    /// The text both languages hash: first without a contract as the shared vector has it.
    function test_Settle() external view {
        string memory json = vm.readFile("test/vectors/settle.json");
        bytes32 ours = Eip712.digest(Eip712.unbondedDomain(31_337), Eip712.hash(_settle(json, "$.message")));
        vm.assertEq(ours, vm.parseJsonBytes32(json, "$.digest"), "digest");
    }

    /// Then as a bonded challenge signs it, by our own words, by the contract's, and (bonded.test.ts) by TypeScript's.
    function test_BondedSettle() external view {
        string memory json = vm.readFile("contracts/test/vectors/bonded.json");
        for (uint256 i = 0; i < 2; i++) {
            string memory key = string.concat("$.settles[", vm.toString(i), "]");
            Escrow.Settle memory text = _settle(json, string.concat(key, ".message"));
            bytes32 digest = vm.parseJsonBytes32(json, string.concat(key, ".digest"));
            vm.assertEq(Eip712.digest(_bondedDomain(json), Eip712.hash(text)), digest, "ours");
            vm.assertEq(Eip712.digest(_bondedDomain(json), this.hashByContract(text)), digest, "the contract's");
        }
    }

    function test_BondedVote() external view {
        string memory json = vm.readFile("contracts/test/vectors/bonded.json");
        for (uint256 i = 0; i < 5; i++) {
            string memory key = string.concat("$.votes[", vm.toString(i), "]");
            bytes32 deal = vm.parseJsonBytes32(json, string.concat(key, ".message.deal"));
            bytes32 finalHash = vm.parseJsonBytes32(json, string.concat(key, ".message.final"));
            uint32 round = uint32(vm.parseJsonUint(json, string.concat(key, ".message.round")));
            bytes32 digest = vm.parseJsonBytes32(json, string.concat(key, ".digest"));
            Escrow.Outcome outcome = Escrow.Outcome(i + 1);
            bytes32 ours = Eip712.hashVote(deal, finalHash, round, outcome);
            vm.assertEq(Eip712.digest(_bondedDomain(json), ours), digest, "ours");
            bytes32 theirs = Texts.hashVote(deal, finalHash, round, outcome);
            vm.assertEq(Eip712.digest(_bondedDomain(json), theirs), digest, "the contract's");
        }
    }

    /// The domain the deployed contract tells is the one its signatures stand in (the other tests sign in it).
    function test_Domain() external {
        for (uint256 i = 0; i < 2; i++) {
            (, bytes memory answer) = address(escrow).call(abi.encodeWithSignature("eip712Domain()"));
            (, string memory name, string memory version, uint256 chainId, address contract_,,) =
                abi.decode(answer, (bytes1, string, string, uint256, address, bytes32, uint256[]));
            vm.assertEq(keccak256(bytes(name)), keccak256("Countersign"), "name");
            vm.assertEq(keccak256(bytes(version)), keccak256("1"), "version");
            vm.assertEq(chainId, block.chainid, "chain");
            vm.assertEq(contract_, address(escrow), "contract");
            vm.chainId(8453);
        }
    }

    function _bondedDomain(string memory json) private pure returns (bytes32) {
        uint256 chainId = vm.parseJsonUint(json, "$.domain.chainId");
        return Eip712.domain(chainId, vm.parseJsonAddress(json, "$.domain.verifyingContract"));
    }

    function _settle(string memory json, string memory key) private pure returns (Escrow.Settle memory text) {
        text.title = vm.parseJsonString(json, string.concat(key, ".title"));
        text.challenge = vm.parseJsonString(json, string.concat(key, ".challenge"));
        text.deal = vm.parseJsonBytes32(json, string.concat(key, ".deal"));
        text.finalHash = vm.parseJsonBytes32(json, string.concat(key, ".final"));
        text.outcome = vm.parseJsonString(json, string.concat(key, ".outcome"));
        text.toCreator = vm.parseJsonUint(json, string.concat(key, ".toCreator"));
        text.toCounterparty = vm.parseJsonUint(json, string.concat(key, ".toCounterparty"));
        text.nonce = vm.parseJsonUint(json, string.concat(key, ".nonce"));
        text.validUntil = uint64(vm.parseJsonUint(json, string.concat(key, ".validUntil")));
    }

    function hashByContract(Escrow.Settle calldata text) external pure returns (bytes32) {
        return Texts.hashSettle(text);
    }

    function _count(string memory json) private view returns (uint256 count) {
        while (vm.keyExistsJson(json, string.concat("$[", vm.toString(count), "]"))) count++;
    }
}
