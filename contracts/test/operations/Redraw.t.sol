// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";

contract RedrawTest is PanelTest {
    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        escrow.redraw("none");
    }

    function test_RevertGiven_NoDispute() external {
        bytes32 id = _joined(_panelDeal());
        _refusesState(id, Escrow.State.Joined);
        escrow.redraw(id);
    }

    function test_RevertGiven_NoPanel() external {
        bytes32 id = _disputed(_deal(), creator);
        vm.warp(START + 1 days);
        _refuses(abi.encodeWithSelector(Escrow.NoPanel.selector));
        escrow.redraw(id);
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _seated(_panelDeal(), creator);
        _settleByPanel(id, Escrow.Outcome.Draw);
        vm.warp(START + 1 days);
        _refusesState(id, Escrow.State.Ended);
        escrow.redraw(id);
    }

    function testFuzz_RevertWhen_ADayHasNotPassed(uint256 time) external {
        bytes32 id = _seated(_panelDeal(), creator);
        vm.warp(_bound(time, START, START + 1 days - 1));
        _refuses(abi.encodeWithSelector(Escrow.TooEarly.selector, START + 1 days));
        escrow.redraw(id);
    }

    function test_RevertWhen_ItWasRedrawnBefore() external {
        bytes32 id = _seated(_panelDeal(), creator);
        vm.warp(START + 1 days);
        escrow.redraw(id);
        vm.warp(START + 3 days);
        _refuses(abi.encodeWithSelector(Escrow.AlreadyRedrawn.selector));
        escrow.redraw(id);
    }

    function test_WhenADayBroughtNoVerdict() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.CreatorWin);

        vm.warp(START + 1 days);
        vm.expectEmit(address(escrow));
        emit Escrow.Redrawn(id, 1, uint64(block.number + 4));
        vm.prank(stranger);
        escrow.redraw(id);

        Escrow.Status memory status = escrow.statusOf(id);
        vm.assertEq(status.round, 1, "round");
        vm.assertEq(status.seats.length, 0, "seats");
        vm.assertEq(status.nextAttempt, 0, "attempt");
        vm.assertEq(status.seed, 0, "seed");
        _refuses(abi.encodeWithSelector(Escrow.NotSeated.selector, signers[0]));
        escrow.settleByPanel(id, Escrow.Outcome.CreatorWin, signers, votes);
    }

    function test_RevertWhen_AMemberSeatedAgainUsesAnOldVote() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.CreatorWin);
        vm.warp(START + 1 days);
        escrow.redraw(id);

        _seedAgainWith(id, signers);
        _seatAll(id);
        vm.assertTrue(_has(escrow.statusOf(id).seats, signers[0]), "seated again");
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, signers[0]));
        escrow.settleByPanel(id, Escrow.Outcome.CreatorWin, signers, votes);
    }

    function test_WhenTheSecondPanelAgrees() external {
        bytes32 id = _seated(_panelDeal(), creator);
        vm.warp(START + 1 days);
        escrow.redraw(id);
        _fixSeed(id);
        _seatAll(id);
        _settleByPanel(id, Escrow.Outcome.NoContest);
        _assertEnded(id, CREATOR_BOND, COUNTERPARTY_BOND);
    }

    /// A seed that seats both of `members` in round 1.
    function _seedAgainWith(bytes32 id, address[] memory members) private {
        uint64 seedBlock = escrow.statusOf(id).seedBlock;
        vm.roll(seedBlock + 1);
        uint256 clean = vm.snapshotState();
        for (uint256 nonce = 1;; nonce++) {
            vm.setBlockhash(seedBlock, bytes32(nonce));
            escrow.fixSeed(id);
            (Escrow.Leaf[] memory rows,) = _drawnRows(id);
            if (_isAmong(rows, members[0]) && _isAmong(rows, members[1])) return;
            vm.revertToState(clean);
        }
    }

    function _isAmong(Escrow.Leaf[] memory rows, address member) private pure returns (bool) {
        for (uint256 i = 0; i < rows.length; i++) {
            if (rows[i].member == member) return true;
        }
        return false;
    }
}
