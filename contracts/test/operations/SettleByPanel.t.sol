// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";

contract SettleByPanelTest is PanelTest {
    address[] private nobody;
    bytes[] private nothing;

    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        escrow.settleByPanel("none", Escrow.Outcome.Draw, nobody, nothing);
    }

    function test_RevertGiven_NoDispute() external {
        bytes32 id = _joined(_panelDeal());
        _refusesState(id, Escrow.State.Joined);
        escrow.settleByPanel(id, Escrow.Outcome.Draw, nobody, nothing);
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _settleByPanel(id, Escrow.Outcome.CreatorWin);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.CreatorWin);
        _refusesState(id, Escrow.State.Ended);
        escrow.settleByPanel(id, Escrow.Outcome.CreatorWin, signers, votes);
    }

    function test_RevertGiven_NoPanel() external {
        bytes32 id = _disputed(_deal(), creator);
        _refuses(abi.encodeWithSelector(Escrow.NoPanel.selector));
        escrow.settleByPanel(id, Escrow.Outcome.Draw, nobody, nothing);
    }

    function test_RevertWhen_ThereAreFewerOrMoreSignersThanNeeded() external {
        bytes32 id = _seated(_panelDeal(), creator);
        for (uint256 count = 0; count <= M; count++) {
            if (count == K) continue;
            address[] memory signers = _signers(id, count);
            bytes[] memory votes = _votes(id, signers, Escrow.Outcome.Draw);
            _refusesVotes(id, signers, votes, abi.encodeWithSelector(Escrow.WrongNumberOfVotes.selector, count, K));
        }
    }

    function test_RevertWhen_SignersAndSignaturesDifferInNumber() external {
        bytes32 id = _seated(_panelDeal(), creator);
        bytes[] memory one = _votes(id, _signers(id, 1), Escrow.Outcome.Draw);
        _refusesVotes(id, _signers(id, K), one, abi.encodeWithSelector(Escrow.WrongNumberOfVotes.selector, 1, K));
    }

    function testFuzz_RevertWhen_ASignerIsNotSeated(uint256 who) external {
        bytes32 id = _seated(_panelDeal(), creator);
        uint256 key = MEMBER_KEY + _bound(who, 0, MEMBERS - 1);
        address outsider = vm.addr(key);
        vm.assume(!_has(escrow.statusOf(id).seats, outsider));
        (address[] memory signers, bytes[] memory votes) = _with(id, outsider, key);
        _refusesVotes(id, signers, votes, abi.encodeWithSelector(Escrow.NotSeated.selector, outsider));
    }

    function test_RevertWhen_TheSignersAreOutOfOrder() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        (signers[0], signers[1]) = (signers[1], signers[0]);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.Draw);
        _refusesVotes(id, signers, votes, abi.encodeWithSelector(Escrow.SignersOutOfOrder.selector));
    }

    function test_RevertWhen_ASignerStandsTwice() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        signers[1] = signers[0];
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.Draw);
        _refusesVotes(id, signers, votes, abi.encodeWithSelector(Escrow.SignersOutOfOrder.selector));
    }

    function test_RevertWhen_AVoteIsForAnotherOutcome() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.Draw);
        votes[1] = _signVote(keyOf[signers[1]], id, 0, Escrow.Outcome.CreatorWin);
        _refusesVotes(id, signers, votes, abi.encodeWithSelector(Escrow.InvalidSignature.selector, signers[1]));
    }

    function test_RevertWhen_AVoteIsForAnotherDeal() external {
        bytes32 id = _seated(_panelDeal(), creator);
        Escrow.Deal memory other = _panelDeal();
        other.salt = keccak256("another");
        bytes32 otherId = _joined(other);
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.Draw);
        votes[0] = _signVote(keyOf[signers[0]], otherId, 0, Escrow.Outcome.Draw);
        _refusesVotes(id, signers, votes, abi.encodeWithSelector(Escrow.InvalidSignature.selector, signers[0]));
    }

    function test_RevertWhen_TheOutcomeIsNone() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.Draw);
        _refuses(abi.encodeWithSelector(Escrow.WrongOutcome.selector, "NONE"));
        escrow.settleByPanel(id, Escrow.Outcome.None, signers, votes);
    }

    function testFuzz_RevertWhen_TheDisputeIsOver(uint256 late) external {
        bytes32 id = _seated(_panelDeal(), creator);
        uint64 until = escrow.statusOf(id).disputeUntil;
        vm.warp(_bound(late, until + 1, type(uint64).max));
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.Draw);
        _refusesVotes(id, signers, votes, abi.encodeWithSelector(Escrow.TooLate.selector, until));
    }

    function test_WhenTheOpenerWins() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _settleByPanel(id, Escrow.Outcome.CreatorWin);
        // the vector with bond 999 997, two provers, fee 100 000 and an opener who wins
        _assertEnded(id, CREATOR_BOND + 500_000 + 99_999, 0);
        _assertPaid(signers, 50_000);
        _assertCredited(COIN, BURN, 299_999);
        _assertCredited(COIN, treasury, 99_999);
    }

    function test_WhenTheOpenerLoses() external {
        bytes32 id = _seated(_panelDeal(), counterparty);
        address[] memory signers = _settleByPanel(id, Escrow.Outcome.CreatorWin);
        _assertEnded(id, CREATOR_BOND + COUNTERPARTY_BOND - 299_999 - 99_999 - 99_999 + 1, 0);
        _assertPaid(signers, (99_999 + FEE) / 2);
    }

    function testFuzz_WhenNobodyLost(uint256 outcome, bool isCreator) external {
        Escrow.Deal memory deal = _panelDeal();
        deal.creatorBond = 1_000_030; // a fee of 100 003, which two signers cannot share evenly
        bytes32 id = _seated(deal, isCreator ? creator : counterparty);
        Escrow.Outcome[3] memory lostless = [Escrow.Outcome.Fulfilled, Escrow.Outcome.Draw, Escrow.Outcome.NoContest];
        address[] memory signers = _settleByPanel(id, lostless[_bound(outcome, 0, 2)]);
        _assertEnded(id, 1_000_030 + (isCreator ? 1 : 0), COUNTERPARTY_BOND + (isCreator ? 0 : 1));
        _assertPaid(signers, 50_001);
        _assertCredited(COIN, treasury, 0);
    }

    function testFuzz_WhenKMembersAgree(uint256 time) external {
        bytes32 id = _seated(_panelDeal(), creator);
        vm.warp(_bound(time, START, escrow.statusOf(id).disputeUntil));
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.CounterpartyWin);
        vm.expectEmit(address(escrow));
        emit Escrow.Settled(id, Escrow.Outcome.CounterpartyWin, Escrow.Decider.Panel);
        vm.prank(stranger);
        escrow.settleByPanel(id, Escrow.Outcome.CounterpartyWin, signers, votes);
        _assertState(id, Escrow.State.Ended);
        vm.assertEq(escrow.heldOf(id), 0, "held");
    }

    /// The lowest seated member and an outsider, in order.
    function _with(bytes32 id, address outsider, uint256 key)
        private
        view
        returns (address[] memory signers, bytes[] memory votes)
    {
        signers = new address[](K);
        votes = new bytes[](K);
        address seated = _signers(id, 1)[0];
        uint256 place = outsider < seated ? 0 : 1;
        (signers[place], signers[1 - place]) = (outsider, seated);
        votes[place] = _signVote(key, id, 0, Escrow.Outcome.Draw);
        votes[1 - place] = _signVote(keyOf[seated], id, 0, Escrow.Outcome.Draw);
    }

    function _refusesVotes(bytes32 id, address[] memory signers, bytes[] memory votes, bytes memory reason) private {
        _refuses(reason);
        escrow.settleByPanel(id, Escrow.Outcome.Draw, signers, votes);
    }

    function _assertPaid(address[] memory signers, uint256 each) private view {
        for (uint256 i = 0; i < signers.length; i++) {
            _assertCredited(COIN, signers[i], each);
        }
        vm.assertEq(escrow.credited(COIN, _unpaid(signers)), 0, "a member who did not sign");
    }

    function _unpaid(address[] memory signers) private view returns (address) {
        for (uint256 i = 0; i < MEMBERS; i++) {
            if (!_has(signers, roster[i].member)) return roster[i].member;
        }
        revert("all signed");
    }
}
