// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "./EscrowTest.sol";
import {Roster} from "./Roster.sol";
import {vm} from "./Vm.sol";

/// @title A roster of ten staked members, and panels drawn from it
abstract contract PanelTest is EscrowTest {
    uint256 internal constant MEMBER_KEY = 0xC0FFEE10; // and the nine after it
    uint256 internal constant MEMBERS = 10;
    uint32 internal constant K = 2;
    uint32 internal constant M = 3;
    bytes32 internal constant BLOCK_HASH = keccak256("a block nobody could choose");

    Escrow.Leaf[] internal roster;
    bytes32[] internal rosterTree;
    uint256 internal totalWeight;
    mapping(address member => uint256 key) internal keyOf;

    function setUp() public virtual override {
        super.setUp();
        address[] memory members = new address[](MEMBERS);
        uint256[] memory weights = new uint256[](MEMBERS);
        for (uint256 i = 0; i < MEMBERS; i++) {
            members[i] = vm.addr(MEMBER_KEY + i);
            keyOf[members[i]] = MEMBER_KEY + i;
            weights[i] = 1_000 + 500 * i;
            _stake(members[i]);
        }
        _keepRoster(members, weights);
    }

    function _keepRoster(address[] memory members, uint256[] memory weights) internal {
        Escrow.Leaf[] memory rows;
        (rows, totalWeight) = Roster.rows(members, weights);
        rosterTree = Roster.tree(rows);
        delete roster;
        for (uint256 i = 0; i < rows.length; i++) {
            roster.push(rows[i]);
        }
    }

    function _stake(address member) internal {
        vm.deal(member, MINIMUM_STAKE);
        vm.prank(member);
        stake.lock{value: MINIMUM_STAKE}();
    }

    function _panelDeal() internal view returns (Escrow.Deal memory deal) {
        deal = _deal();
        deal.panel = _panel();
    }

    function _panel() internal view returns (Escrow.Panel memory) {
        return Escrow.Panel(rosterTree[0], totalWeight, K, M, new address[](0));
    }

    // From the dispute to the seats

    function _seeded(Escrow.Deal memory deal, address opener) internal returns (bytes32 id) {
        id = _disputed(deal, opener);
        _fixSeed(id);
    }

    function _seated(Escrow.Deal memory deal, address opener) internal returns (bytes32 id) {
        id = _seeded(deal, opener);
        _seatAll(id);
    }

    /// Mines the block the seed comes from, and the one after it.
    function _fixSeed(bytes32 id) internal {
        uint256 seedBlock = escrow.statusOf(id).seedBlock;
        vm.roll(seedBlock + 1);
        vm.setBlockhash(seedBlock, BLOCK_HASH);
        escrow.fixSeed(id);
    }

    function _seatAll(bytes32 id) internal {
        (Escrow.Leaf[] memory rows, bytes32[][] memory proofs) = _drawnRows(id);
        escrow.seat(id, escrow.statusOf(id).nextAttempt, rows, proofs);
    }

    /// The rows the next attempts draw, up to the one that takes the last free seat.
    function _drawnRows(bytes32 id) internal view returns (Escrow.Leaf[] memory rows, bytes32[][] memory proofs) {
        Escrow.Status memory status = escrow.statusOf(id);
        Escrow.Panel memory panel = escrow.dealOf(id).panel;
        uint256 count = _countAttempts(status, panel);
        rows = new Escrow.Leaf[](count);
        proofs = new bytes32[][](count);
        for (uint32 i = 0; i < count; i++) {
            (rows[i], proofs[i]) = _rowOf(_draw(status, status.nextAttempt + i));
        }
    }

    function _countAttempts(Escrow.Status memory status, Escrow.Panel memory panel)
        private
        view
        returns (uint256 count)
    {
        address[] memory taken = new address[](panel.m);
        uint256 seats = status.seats.length;
        for (uint256 i = 0; i < seats; i++) {
            taken[i] = status.seats[i];
        }
        while (seats < panel.m) {
            address member = Roster.rowAt(roster, _draw(status, status.nextAttempt + uint32(count))).member;
            count++;
            if (_has(taken, member) || _has(panel.struck, member) || !stake.isStaked(member)) continue;
            taken[seats++] = member;
        }
    }

    /// r(n) of the formats, computed here a second time.
    function _draw(Escrow.Status memory status, uint32 attempt) internal view returns (uint256) {
        return uint256(keccak256(abi.encodePacked(status.seed, status.round, attempt))) % totalWeight;
    }

    function _rowOf(uint256 drawn) internal view returns (Escrow.Leaf memory row, bytes32[] memory proof) {
        row = Roster.rowAt(roster, drawn);
        proof = Roster.proof(rosterTree, Roster.hash(row));
    }

    // Verdicts

    /// The first `count` seated members in ascending order.
    function _signers(bytes32 id, uint256 count) internal view returns (address[] memory signers) {
        address[] memory seats = escrow.statusOf(id).seats;
        signers = new address[](count);
        for (uint256 i = 0; i < count; i++) {
            uint256 place = i;
            for (; place > 0 && signers[place - 1] > seats[i]; place--) {
                signers[place] = signers[place - 1];
            }
            signers[place] = seats[i];
        }
    }

    function _votes(bytes32 id, address[] memory signers, Escrow.Outcome outcome)
        internal
        view
        returns (bytes[] memory signatures)
    {
        uint32 round = escrow.statusOf(id).round;
        signatures = new bytes[](signers.length);
        for (uint256 i = 0; i < signers.length; i++) {
            signatures[i] = _signVote(keyOf[signers[i]], id, round, outcome);
        }
    }

    function _settleByPanel(bytes32 id, Escrow.Outcome outcome) internal returns (address[] memory signers) {
        signers = _signers(id, escrow.dealOf(id).panel.k);
        bytes[] memory signatures = _votes(id, signers, outcome);
        escrow.settleByPanel(id, outcome, signers, signatures);
    }

    function _has(address[] memory list, address one) internal pure returns (bool) {
        for (uint256 i = 0; i < list.length; i++) {
            if (list[i] == one) return true;
        }
        return false;
    }
}
