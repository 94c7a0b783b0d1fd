// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";

contract SeatTest is PanelTest {
    Escrow.Leaf[] private none;
    bytes32[][] private noProofs;

    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        escrow.seat("none", 0, none, noProofs);
    }

    function test_RevertGiven_NoDispute() external {
        bytes32 id = _joined(_panelDeal());
        _refusesState(id, Escrow.State.Joined);
        escrow.seat(id, 0, none, noProofs);
    }

    function test_RevertGiven_NoPanel() external {
        bytes32 id = _disputed(_deal(), creator);
        _refuses(abi.encodeWithSelector(Escrow.NoPanel.selector));
        escrow.seat(id, 0, none, noProofs);
    }

    function test_RevertGiven_NoSeed() external {
        bytes32 id = _disputed(_panelDeal(), creator);
        (Escrow.Leaf memory row, bytes32[] memory proof) = _rowOf(0);
        _refuses(abi.encodeWithSelector(Escrow.SeedNotFixed.selector));
        _seatOne(id, 0, row, proof);
        _refuses(abi.encodeWithSelector(Escrow.SeedNotFixed.selector));
        escrow.drawn(id, 0);
    }

    function testFuzz_RevertWhen_TheAttemptIsNotTheNext(uint32 attempt) external {
        vm.assume(attempt != 0);
        bytes32 id = _seeded(_panelDeal(), creator);
        (Escrow.Leaf memory row, bytes32[] memory proof) = _rowOf(escrow.drawn(id, attempt));
        _refuses(abi.encodeWithSelector(Escrow.WrongAttempt.selector, attempt, 0));
        _seatOne(id, attempt, row, proof);
    }

    function testFuzz_RevertWhen_TheRowIsNotInTheRoster(uint256 field, uint256 value) external {
        bytes32 id = _seeded(_panelDeal(), creator);
        (Escrow.Leaf memory row, bytes32[] memory proof) = _rowOf(escrow.drawn(id, 0));
        field = _bound(field, 0, 4);
        if (field == 0) row.member = stranger; // choosing oneself
        if (field == 1) row.index = value % 100 + MEMBERS;
        if (field == 2) row.weightBefore = 0;
        if (field == 2 && row.index == 0) row.weight++;
        if (field == 3) row.weight = value % 1 ether + totalWeight;
        if (field == 4) proof[0] = keccak256(abi.encode(value));
        _refuses(abi.encodeWithSelector(Escrow.LeafNotInRoster.selector, row.member));
        _seatOne(id, 0, row, proof);
    }

    function testFuzz_RevertWhen_TheRowIsInTheRosterAndWasNotDrawn(uint256 other) external {
        bytes32 id = _seeded(_panelDeal(), creator);
        uint256 drawn = escrow.drawn(id, 0);
        (Escrow.Leaf memory right,) = _rowOf(drawn);
        (Escrow.Leaf memory row, bytes32[] memory proof) = _rowOf(_bound(other, 0, totalWeight - 1));
        vm.assume(row.index != right.index);
        _refuses(abi.encodeWithSelector(Escrow.LeafNotDrawn.selector, row.member, drawn));
        _seatOne(id, 0, row, proof);
    }

    /// With rows of weight 1 every draw falls on the edge of two.
    function testFuzz_RevertWhen_TheRowIsBesideTheDrawnOne(uint256 seed, bool before) external {
        address[] memory members = new address[](MEMBERS);
        uint256[] memory weights = new uint256[](MEMBERS);
        for (uint256 i = 0; i < MEMBERS; i++) {
            (members[i], weights[i]) = (roster[i].member, 1);
        }
        _keepRoster(members, weights);
        Escrow.Deal memory deal = _panelDeal();
        deal.salt = bytes32(seed | 1);
        bytes32 id = _seeded(deal, creator);
        uint256 drawn = escrow.drawn(id, 0);
        uint256 beside = (drawn + (before ? MEMBERS - 1 : 1)) % MEMBERS;

        (Escrow.Leaf memory row, bytes32[] memory proof) = _rowOf(beside);
        _refuses(abi.encodeWithSelector(Escrow.LeafNotDrawn.selector, row.member, drawn));
        _seatOne(id, 0, row, proof);
        (row, proof) = _rowOf(drawn);
        _seatOne(id, 0, row, proof);
        vm.assertEq(escrow.statusOf(id).seats[0], roster[drawn].member, "seated");
    }

    function test_RevertWhen_LeavesAndProofsDifferInNumber() external {
        bytes32 id = _seeded(_panelDeal(), creator);
        (Escrow.Leaf[] memory rows, bytes32[][] memory proofs) = _drawnRows(id);
        _refuses(abi.encodeWithSelector(Escrow.LeafNotInRoster.selector, address(0)));
        escrow.seat(id, 0, rows, noProofs);
        _refuses(abi.encodeWithSelector(Escrow.LeafNotInRoster.selector, address(0)));
        escrow.seat(id, 0, none, proofs);
    }

    function test_RevertGiven_AllSeatsAreTaken() external {
        bytes32 id = _seated(_panelDeal(), creator);
        uint32 next = escrow.statusOf(id).nextAttempt;
        (Escrow.Leaf memory row, bytes32[] memory proof) = _rowOf(escrow.drawn(id, next));
        _refuses(abi.encodeWithSelector(Escrow.PanelComplete.selector));
        _seatOne(id, next, row, proof);
    }

    function test_WhenARowIsDrawnThatSitsAlready() external {
        bytes32 id = _seedWithRepeat(_panelDeal());
        _seatAll(id);
        address[] memory seats = escrow.statusOf(id).seats;
        vm.assertEq(seats.length, M, "seats");
        vm.assertTrue(escrow.statusOf(id).nextAttempt > M, "an attempt was skipped");
        for (uint256 i = 0; i < M; i++) {
            for (uint256 j = 0; j < i; j++) {
                vm.assertTrue(seats[i] != seats[j], "one seat each");
            }
        }
    }

    function testFuzz_WhenARowIsDrawnThatIsStruck(uint256 first, uint256 second) external {
        Escrow.Deal memory deal = _panelDeal();
        deal.panel.struck = new address[](2);
        deal.panel.struck[0] = roster[_bound(first, 0, MEMBERS - 1)].member;
        deal.panel.struck[1] = roster[_bound(second, 0, MEMBERS - 1)].member;
        bytes32 id = _seated(deal, creator);

        address[] memory seats = escrow.statusOf(id).seats;
        vm.assertEq(seats.length, M, "seats");
        vm.assertTrue(!_has(seats, deal.panel.struck[0]) && !_has(seats, deal.panel.struck[1]), "the struck sit");
    }

    function testFuzz_WhenARowIsDrawnThatHoldsNoStake(uint256 asked) external {
        bytes32 id = _seeded(_panelDeal(), creator);
        (Escrow.Leaf memory row, bytes32[] memory proof) = _rowOf(escrow.drawn(id, 0));
        vm.prank(row.member);
        stake.askUnlock(_bound(asked, 1, MINIMUM_STAKE)); // anything below the minimum, nothing included
        _seatOne(id, 0, row, proof);
        vm.assertEq(escrow.statusOf(id).seats.length, 0, "no seat");
        vm.assertEq(escrow.statusOf(id).nextAttempt, 1, "the attempt is spent");

        _seatAll(id);
        vm.assertTrue(!_has(escrow.statusOf(id).seats, row.member), "seated without stake");
    }

    function test_WhenARowIsDrawnThatIsAParty() external {
        address[] memory members = new address[](4);
        uint256[] memory weights = new uint256[](4);
        for (uint256 i = 0; i < 4; i++) {
            (members[i], weights[i]) = (roster[i].member, 1_000);
        }
        (members[0], members[1]) = (creator, counterparty);
        _stake(creator);
        _stake(counterparty);
        _keepRoster(members, weights);

        Escrow.Deal memory deal = _panelDeal();
        bytes32 id = _seeded(deal, creator);
        for (uint32 attempt = 0; attempt < 40 && escrow.statusOf(id).seats.length < 2; attempt++) {
            (Escrow.Leaf memory row, bytes32[] memory proof) = _rowOf(escrow.drawn(id, attempt));
            _seatOne(id, attempt, row, proof);
        }
        address[] memory seats = escrow.statusOf(id).seats;
        vm.assertEq(seats.length, 2, "the two who are no party");
        vm.assertTrue(!_has(seats, creator) && !_has(seats, counterparty), "a party sits");
    }

    function testFuzz_WhenRowsAreDrawn(bytes32 blockHash, uint256 stop) external {
        vm.assume(blockHash != 0);
        bytes32 id = _disputed(_panelDeal(), creator);
        uint64 seedBlock = escrow.statusOf(id).seedBlock;
        vm.roll(seedBlock + 1);
        vm.setBlockhash(seedBlock, blockHash);
        escrow.fixSeed(id);

        (Escrow.Leaf[] memory rows, bytes32[][] memory proofs) = _drawnRows(id);
        stop = _bound(stop, 0, rows.length);
        for (uint32 i = 0; i < stop; i++) {
            _seatOne(id, i, rows[i], proofs[i]);
        }
        _seatAll(id); // in one call from where it stopped

        address[] memory seats = escrow.statusOf(id).seats;
        vm.assertEq(escrow.statusOf(id).nextAttempt, rows.length, "attempts");
        uint256 seat = 0;
        for (uint256 i = 0; i < rows.length && seat < M; i++) {
            if (rows[i].member == seats[seat]) seat++;
        }
        vm.assertEq(seat, M, "in order of the draw");
        vm.assertEq(seats.length, M, "seats");
    }

    /// A seed whose first draws hit one row twice before the panel is complete.
    function _seedWithRepeat(Escrow.Deal memory deal) private returns (bytes32 id) {
        id = _disputed(deal, creator);
        uint64 seedBlock = escrow.statusOf(id).seedBlock;
        vm.roll(seedBlock + 1);
        for (uint256 nonce = 1;; nonce++) {
            bytes32 seed = keccak256(abi.encodePacked(id, rosterTree[0], bytes32(nonce)));
            if (_first(seed, 0) != _first(seed, 1)) continue;
            vm.setBlockhash(seedBlock, bytes32(nonce));
            escrow.fixSeed(id);
            return id;
        }
    }

    function _first(bytes32 seed, uint32 attempt) private view returns (address) {
        Escrow.Status memory status;
        status.seed = seed;
        (Escrow.Leaf memory row,) = _rowOf(_draw(status, attempt));
        return row.member;
    }

    function _seatOne(bytes32 id, uint32 attempt, Escrow.Leaf memory row, bytes32[] memory proof) private {
        Escrow.Leaf[] memory rows = new Escrow.Leaf[](1);
        bytes32[][] memory proofs = new bytes32[][](1);
        (rows[0], proofs[0]) = (row, proof);
        escrow.seat(id, attempt, rows, proofs);
    }
}
