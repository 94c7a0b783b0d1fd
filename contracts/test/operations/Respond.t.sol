// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract RespondTest is EscrowTest {
    bytes32 private constant HASH = keccak256("response");

    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        _respond(creator, "none", HASH);
    }

    function test_RevertGiven_NobodyJoined() external {
        bytes32 id = _open(_enforcedDeal());
        _refusesState(id, Escrow.State.Open);
        _respond(creator, id, HASH);
    }

    function test_RevertGiven_NoResponsesWereAsked() external {
        bytes32 id = _joined(_deal());
        _refuses(abi.encodeWithSelector(Escrow.TooLate.selector, uint64(0)));
        _respond(creator, id, HASH);
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _joined(_enforcedDeal());
        _settle(id, Escrow.Outcome.Draw);
        _refusesState(id, Escrow.State.Ended);
        _respond(creator, id, HASH);
    }

    function test_RevertWhen_AThirdPartyResponds() external {
        bytes32 id = _joined(_enforcedDeal());
        _refuses(abi.encodeWithSelector(Escrow.NotParty.selector, stranger));
        _respond(stranger, id, HASH);
    }

    function test_RevertWhen_TheHashIsEmpty() external {
        bytes32 id = _joined(_enforcedDeal());
        _refuses(abi.encodeWithSelector(Escrow.EmptyHash.selector));
        _respond(creator, id, 0);
    }

    function test_RevertWhen_ThePartyHasResponded() external {
        bytes32 id = _joined(_enforcedDeal());
        _respond(counterparty, id, HASH);
        _refuses(abi.encodeWithSelector(Escrow.AlreadyResponded.selector, counterparty));
        _respond(counterparty, id, keccak256("another"));
    }

    function testFuzz_RevertWhen_RespondByHasPassed(uint256 late) external {
        bytes32 id = _joined(_enforcedDeal());
        vm.warp(_bound(late, RESPOND_BY + 1, type(uint64).max));
        _refuses(abi.encodeWithSelector(Escrow.TooLate.selector, RESPOND_BY));
        _respond(creator, id, HASH);
    }

    function testFuzz_WhenAPartyRespondsInTime(uint256 time, bool isCreator) external {
        bytes32 id = _joined(_enforcedDeal());
        vm.warp(_bound(time, START, RESPOND_BY));
        address party = isCreator ? creator : counterparty;

        vm.expectEmit(address(escrow));
        emit Escrow.Responded(id, party, HASH);
        _respond(party, id, HASH);

        Escrow.Status memory status = escrow.statusOf(id);
        vm.assertEq(status.creatorResponded, isCreator, "creator");
        vm.assertEq(status.counterpartyResponded, !isCreator, "counterparty");
    }

    function test_WhenBothResponded() external {
        bytes32 id = _responded(_enforcedDeal());
        vm.warp(RESPOND_BY + 1);
        _refuses(abi.encodeWithSelector(Escrow.TooEarly.selector, SETTLE_BY + 1));
        escrow.expire(id);
    }

    function _respond(address party, bytes32 id, bytes32 hash) private {
        vm.prank(party);
        escrow.respond(id, hash);
    }
}
