// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";

contract OpenDisputeTest is PanelTest {
    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        _openDispute(creator, "none", CASE, 0);
    }

    function test_RevertGiven_NobodyJoined() external {
        bytes32 id = _open(_deal());
        _refusesState(id, Escrow.State.Open);
        _openDispute(creator, id, CASE, FEE);
    }

    function test_RevertGiven_ADisputeIsOpen() external {
        bytes32 id = _disputed(_deal(), creator);
        _refusesState(id, Escrow.State.Disputed);
        _openDispute(counterparty, id, CASE, FEE);
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _joined(_deal());
        _settle(id, Escrow.Outcome.Draw);
        _refusesState(id, Escrow.State.Ended);
        _openDispute(creator, id, CASE, FEE);
    }

    function test_RevertWhen_AThirdPartyOpensIt() external {
        bytes32 id = _joined(_resolverDeal());
        address[2] memory others = [stranger, resolver];
        for (uint256 i = 0; i < others.length; i++) {
            _refuses(abi.encodeWithSelector(Escrow.NotParty.selector, others[i]));
            _openDispute(others[i], id, CASE, FEE);
        }
    }

    function test_RevertWhen_TheCaseHashIsEmpty() external {
        bytes32 id = _joined(_deal());
        _refuses(abi.encodeWithSelector(Escrow.EmptyHash.selector));
        _openDispute(creator, id, 0, FEE);
    }

    function testFuzz_RevertWhen_SettleByHasPassed(uint256 late) external {
        bytes32 id = _joined(_deal());
        vm.warp(_bound(late, SETTLE_BY + 1, type(uint64).max));
        _refuses(abi.encodeWithSelector(Escrow.TooLate.selector, SETTLE_BY));
        _openDispute(creator, id, CASE, FEE);
    }

    function test_RevertGiven_ResponsesAreMissing() external {
        bytes32 id = _joined(_enforcedDeal());
        _refuses(abi.encodeWithSelector(Escrow.ResponsesMissing.selector));
        _openDispute(creator, id, CASE, FEE);
    }

    function testFuzz_RevertWhen_TheFeeIsNotATenthOfTheLargerBond(uint256 value) external {
        bytes32 id = _joined(_deal());
        value = _bound(value, 0, 2 * FEE);
        vm.assume(value != FEE);
        _refuses(abi.encodeWithSelector(Escrow.WrongValue.selector, value, FEE));
        _openDispute(creator, id, CASE, value);
    }

    function testFuzz_WhenAPartyPaysTheFee(uint256 time, bool isCreator, uint256 window) external {
        Escrow.Deal memory deal = _panelDeal();
        deal.disputeWindow = uint64(_bound(window, 72 hours, 400 days));
        bytes32 id = _joined(deal);
        time = _bound(time, START, SETTLE_BY);
        vm.warp(time);
        address opener = isCreator ? creator : counterparty;
        uint64 byWindow = uint64(time) + deal.disputeWindow;
        uint64 until = byWindow > SETTLE_BY ? byWindow : SETTLE_BY; // a dispute never shortens a deal

        vm.deal(opener, FEE);
        vm.expectEmit(address(escrow));
        emit Escrow.DisputeOpened(id, opener, CASE, FEE, until, uint64(block.number + 4));
        vm.prank(opener);
        escrow.openDispute{value: FEE}(id, CASE);

        Escrow.Status memory status = escrow.statusOf(id);
        vm.assertEq(status.opener, opener, "opener");
        vm.assertEq(status.disputedAt, time, "disputed at");
        vm.assertEq(status.disputeUntil, until, "until");
        vm.assertEq(status.disputeFee, FEE, "fee");
        vm.assertEq(status.seedBlock, block.number + 4, "seed block");
        vm.assertEq(escrow.heldOf(id), CREATOR_BOND + COUNTERPARTY_BOND, "held without the fee");
    }

    function test_GivenNoPanel() external {
        bytes32 id = _disputed(_deal(), creator);
        vm.assertEq(escrow.statusOf(id).seedBlock, 0, "seed block");
    }

    function testFuzz_WhenAPartyPaysTheFeeInAToken(uint128 a, uint128 b) external {
        Escrow.Deal memory deal = _tokenDeal();
        (deal.creatorBond, deal.counterpartyBond) = (a == 0 ? 1 : a, b == 0 ? 1 : b);
        bytes32 id = _disputed(deal, counterparty);

        uint256 larger = deal.creatorBond > deal.counterpartyBond ? deal.creatorBond : deal.counterpartyBond;
        uint256 fee = larger * 10 / 100;
        vm.assertEq(escrow.statusOf(id).disputeFee, fee, "fee");
        vm.assertEq(token.balanceOf(address(escrow)), deal.creatorBond + deal.counterpartyBond + fee, "balance");
    }

    function _openDispute(address opener, bytes32 id, bytes32 caseHash, uint256 value) private {
        vm.deal(opener, value);
        vm.prank(opener);
        escrow.openDispute{value: value}(id, caseHash);
    }
}
