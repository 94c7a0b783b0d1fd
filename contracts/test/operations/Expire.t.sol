// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract ExpireTest is EscrowTest {
    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        escrow.expire("none");
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _joined(_deal());
        _settle(id, Escrow.Outcome.Draw);
        vm.warp(SETTLE_BY + 1);
        _refusesState(id, Escrow.State.Ended);
        escrow.expire(id);
    }

    function testFuzz_RevertWhen_JoinByIsNotOver(uint256 time) external {
        bytes32 id = _open(_deal());
        vm.warp(_bound(time, START, JOIN_BY));
        _refusesUntil(id, JOIN_BY);
    }

    function testFuzz_WhenJoinByHasPassed(uint256 time) external {
        bytes32 id = _open(_enforcedDeal());
        _expireAfter(id, JOIN_BY, time);
        _assertEnded(id, CREATOR_BOND + 500, 0);
    }

    function testFuzz_RevertWhen_SettleByIsNotOver(uint256 time) external {
        bytes32 id = _joined(_deal());
        vm.warp(_bound(time, START, SETTLE_BY));
        _refusesUntil(id, SETTLE_BY);
    }

    function testFuzz_WhenSettleByHasPassed(uint256 time, uint128 a, uint128 b, uint128 base) external {
        Escrow.Deal memory deal = _tokenDeal();
        (deal.creatorBond, deal.counterpartyBond, deal.creatorBase) = (a == 0 ? 1 : a, b == 0 ? 1 : b, base);
        bytes32 id = _joined(deal);
        _expireAfter(id, SETTLE_BY, time);
        _assertEnded(id, deal.creatorBond + base, deal.counterpartyBond);
    }

    function testFuzz_RevertWhen_RespondByIsNotOver(uint256 time) external {
        bytes32 id = _joined(_enforcedDeal());
        vm.warp(_bound(time, START, RESPOND_BY));
        _refusesUntil(id, RESPOND_BY);
    }

    function testFuzz_WhenOneResponseIsMissingAfterRespondBy(uint256 time, bool isCreators) external {
        bytes32 id = _joined(_enforcedDeal());
        vm.prank(isCreators ? creator : counterparty);
        escrow.respond(id, keccak256("alone"));
        _expireAfter(id, RESPOND_BY, time);
        _assertEnded(id, CREATOR_BOND + 500, COUNTERPARTY_BOND + 300);
    }

    function testFuzz_WhenBothCameBeforeRespondBy(uint256 time) external {
        bytes32 id = _responded(_enforcedDeal());
        vm.warp(SETTLE_BY);
        _refusesUntil(id, SETTLE_BY);
        _expireAfter(id, SETTLE_BY, time);
        _assertEnded(id, CREATOR_BOND + 500, COUNTERPARTY_BOND + 300);
    }

    function testFuzz_RevertWhen_TheDisputeIsNotOver(uint256 opened, uint256 time) external {
        opened = _bound(opened, START, SETTLE_BY);
        bytes32 id = _joined(_deal());
        vm.warp(opened);
        _dispute(id, creator);
        uint64 until = escrow.statusOf(id).disputeUntil;
        vm.assertLe(SETTLE_BY, until, "not shorter than without a dispute");
        vm.warp(_bound(time, opened, until));
        _refusesUntil(id, until);
    }

    function testFuzz_WhenTheDisputeIsOver(uint256 time, bool isCreator) external {
        bytes32 id = _disputed(_deal(), isCreator ? creator : counterparty);
        _expireAfter(id, escrow.statusOf(id).disputeUntil, time);
        _assertEnded(id, CREATOR_BOND + (isCreator ? FEE : 0), COUNTERPARTY_BOND + (isCreator ? 0 : FEE));
    }

    function _expireAfter(bytes32 id, uint64 deadline, uint256 time) private {
        vm.warp(_bound(time, deadline + 1, type(uint64).max));
        vm.expectEmit(address(escrow));
        emit Escrow.Expired(id);
        vm.prank(stranger);
        escrow.expire(id);
        _assertCredited(COIN, treasury, 0);
        _assertCredited(COIN, BURN, 0);
    }

    function _refusesUntil(bytes32 id, uint64 deadline) private {
        _refuses(abi.encodeWithSelector(Escrow.TooEarly.selector, deadline + 1));
        escrow.expire(id);
    }
}
