// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";
import {PhasedFeed} from "../mocks/PhasedFeed.sol";

contract SettleByOracleTest is EscrowTest {
    uint64 private constant NOT_BEFORE = START + 2 days;
    uint64 private constant MAX_AGE = 1 days;
    int256 private constant THRESHOLD = 100_000;
    uint80 private constant ROUND = (1 << 64) | 7; // of the feed's first phase

    PhasedFeed private feed;

    function setUp() public override {
        super.setUp();
        feed = PhasedFeed(vm.deployCode("PhasedFeed.sol:PhasedFeed", ""));
        feed.setRound(ROUND - 1, THRESHOLD, NOT_BEFORE - 1);
        feed.setRound(ROUND, THRESHOLD, NOT_BEFORE);
    }

    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        escrow.settleByOracle("none", ROUND);
    }

    function test_RevertGiven_NobodyJoined() external {
        bytes32 id = _open(_oracleDeal());
        _refusesState(id, Escrow.State.Open);
        escrow.settleByOracle(id, ROUND);
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _joined(_oracleDeal());
        escrow.settleByOracle(id, ROUND);
        _refusesState(id, Escrow.State.Ended);
        escrow.settleByOracle(id, ROUND);
    }

    function test_RevertGiven_NoOracleIsNamed() external {
        bytes32 id = _joined(_deal());
        _refuses(abi.encodeWithSelector(Escrow.NoOracle.selector));
        escrow.settleByOracle(id, ROUND);
    }

    function testFuzz_RevertWhen_TheRoundIsOlderThanNotBefore(uint256 updatedAt) external {
        feed.setRound(ROUND, THRESHOLD, _bound(updatedAt, 0, NOT_BEFORE - 1));
        _refusesRound(ROUND);
    }

    function testFuzz_RevertWhen_TheRoundIsNotTheFirst(uint256 first, uint256 later) external {
        first = _bound(first, NOT_BEFORE, NOT_BEFORE + MAX_AGE);
        feed.setRound(ROUND, THRESHOLD, first);
        feed.setRound(ROUND + 1, THRESHOLD, _bound(later, first, NOT_BEFORE + MAX_AGE));
        _refusesRound(ROUND + 1);
    }

    function testFuzz_RevertWhen_TheRoundIsTooLate(uint256 updatedAt) external {
        feed.setRound(ROUND, THRESHOLD, _bound(updatedAt, NOT_BEFORE + MAX_AGE + 1, type(uint256).max));
        _refusesRound(ROUND);
    }

    function testFuzz_RevertWhen_TheAnswerIsZeroOrLess(int256 answer) external {
        feed.setRound(ROUND, answer > 0 ? -answer : answer, NOT_BEFORE);
        _refusesRound(ROUND);
    }

    function test_RevertWhen_TheRoundCanNotBeRead() external {
        _refusesRound(ROUND + 1);
        _refusesRound(0);
        _refusesRound(1 << 64);

        feed.setGiven(ROUND, ROUND + 1);
        _refusesRound(ROUND);
    }

    function test_RevertWhen_ThePreviousRoundCanNotBeRead() external {
        feed.setRound(ROUND + 2, THRESHOLD, NOT_BEFORE);
        _refusesRound(ROUND + 2);

        feed.setRound(ROUND + 1, THRESHOLD, 0); // begun, and never written
        _refusesRound(ROUND + 2);

        feed.setRound(ROUND + 1, THRESHOLD, NOT_BEFORE - 1);
        feed.setGiven(ROUND + 1, ROUND);
        _refusesRound(ROUND + 2);
    }

    function test_RevertWhen_TheRoundBeginsALaterPhase() external {
        uint80 round = feed.idOf(2, 1);
        feed.setRound(round - 1, THRESHOLD, NOT_BEFORE - 1); // a round 0, which no feed has
        feed.setRound(round, THRESHOLD, NOT_BEFORE);
        _refusesRound(round);
    }

    function test_RevertWhen_TheRoundHasNumberZeroInItsPhase() external {
        uint80 round = feed.idOf(2, 0);
        feed.setRound(round - 1, THRESHOLD, NOT_BEFORE - 1); // the last there could be of the phase before
        feed.setRound(round, THRESHOLD, NOT_BEFORE);
        _refusesRound(round);
    }

    function test_RevertWhen_TheFeedIsNoContract() external {
        Escrow.Deal memory deal = _oracleDeal();
        deal.oracle.feed = stranger;
        bytes32 id = _joined(deal);
        _refuses(abi.encodeWithSelector(Escrow.WrongRound.selector, ROUND));
        escrow.settleByOracle(id, ROUND);
    }

    function testFuzz_RevertWhen_TheDeadlineHasPassed(uint256 late) external {
        bytes32 id = _joined(_oracleDeal());
        vm.warp(_bound(late, SETTLE_BY + 1, type(uint64).max));
        _refuses(abi.encodeWithSelector(Escrow.TooLate.selector, SETTLE_BY));
        escrow.settleByOracle(id, ROUND);
    }

    function test_RevertGiven_ResponsesAreMissing() external {
        Escrow.Deal memory deal = _oracleDeal();
        deal.respondBy = RESPOND_BY;
        bytes32 id = _joined(deal);
        _refuses(abi.encodeWithSelector(Escrow.ResponsesMissing.selector));
        escrow.settleByOracle(id, ROUND);
    }

    function test_WhenTheRoundBeginsTheFeed() external {
        for (uint16 phase = 0; phase < 2; phase++) {
            uint80 round = feed.idOf(phase, 1);
            feed.setRound(round, THRESHOLD, NOT_BEFORE + MAX_AGE);
            Escrow.Deal memory deal = _oracleDeal();
            deal.salt = bytes32(uint256(phase) + 1);
            bytes32 id = _joined(deal);
            escrow.settleByOracle(id, round);
            _assertState(id, Escrow.State.Ended);
        }
    }

    function testFuzz_WhenAtLeastIsAsked(int256 answer, uint256 updatedAt) external {
        _settles(Escrow.Comparator.AtLeast, answer, updatedAt);
    }

    function testFuzz_WhenAtMostIsAsked(int256 answer, uint256 updatedAt) external {
        _settles(Escrow.Comparator.AtMost, answer, updatedAt);
    }

    function _settles(Escrow.Comparator comparator, int256 answer, uint256 updatedAt) private {
        answer = int256(_bound(uint256(answer), 1, uint256(2 * THRESHOLD)));
        feed.setRound(ROUND, answer, _bound(updatedAt, NOT_BEFORE, NOT_BEFORE + MAX_AGE));
        Escrow.Deal memory deal = _oracleDeal();
        deal.oracle.comparator = comparator;
        bytes32 id = _joined(deal);

        bool isTrue = comparator == Escrow.Comparator.AtLeast ? answer >= THRESHOLD : answer <= THRESHOLD;
        Escrow.Outcome outcome = isTrue ? Escrow.Outcome.CreatorWin : Escrow.Outcome.CounterpartyWin;
        vm.expectEmit(address(escrow));
        emit Escrow.Settled(id, outcome, Escrow.Decider.Oracle);
        vm.prank(stranger);
        escrow.settleByOracle(id, ROUND);

        uint256 toCreator = CREATOR_BOND + COUNTERPARTY_BOND - 299_999 - 99_999;
        uint256 toCounterparty = COUNTERPARTY_BOND + CREATOR_BOND - 300_000 - 100_000;
        _assertEnded(id, isTrue ? toCreator : 0, isTrue ? 0 : toCounterparty);
    }

    function _oracleDeal() private view returns (Escrow.Deal memory deal) {
        deal = _deal();
        deal.oracle = Escrow.Oracle(address(feed), Escrow.Comparator.AtLeast, THRESHOLD, NOT_BEFORE, MAX_AGE);
    }

    function _refusesRound(uint80 round) private {
        Escrow.Deal memory deal = _oracleDeal();
        bytes32 id = escrow.idOf(deal);
        if (escrow.statusOf(id).state == Escrow.State.None) _joined(deal);
        _refuses(abi.encodeWithSelector(Escrow.WrongRound.selector, round));
        escrow.settleByOracle(id, round);
    }
}
