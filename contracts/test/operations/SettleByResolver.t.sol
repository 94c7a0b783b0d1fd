// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract SettleByResolverTest is EscrowTest {
    function test_RevertGiven_NoSuchDeal() external {
        _refusesResolver("none", abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
    }

    function test_RevertGiven_NobodyJoined() external {
        bytes32 id = _open(_resolverDeal());
        _refusesResolver(id, abi.encodeWithSelector(Escrow.WrongState.selector, id, Escrow.State.Open));
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _joined(_resolverDeal());
        _settleByResolver(id, Escrow.Outcome.Draw);
        _refusesResolver(id, abi.encodeWithSelector(Escrow.WrongState.selector, id, Escrow.State.Ended));
    }

    function test_RevertGiven_NoResolverIsNamed() external {
        _refusesResolver(_joined(_deal()), abi.encodeWithSelector(Escrow.NoResolver.selector));
    }

    function testFuzz_RevertWhen_SomebodyElseSignsAsTheResolver(uint256 who) external {
        bytes32 id = _joined(_resolverDeal());
        Escrow.Settle memory text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        uint256[3] memory keys = [CREATOR_KEY, COUNTERPARTY_KEY, STRANGER_KEY];
        bytes memory signature = _sign(keys[_bound(who, 0, 2)], text);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, resolver));
        escrow.settleByResolver(text, signature);
    }

    function test_RevertWhen_TheResolverSaysSplit() external {
        bytes32 id = _joined(_resolverDeal());
        Escrow.Settle memory text = _splitText(id, resolver, 1, CREATOR_BOND + COUNTERPARTY_BOND - 1);
        _refusesText(text, abi.encodeWithSelector(Escrow.WrongOutcome.selector, "SPLIT"));
    }

    function test_RevertWhen_TheTextSaysSomethingElse() external {
        bytes32 id = _joined(_resolverDeal());
        Escrow.Settle memory text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        text.title = "Countersign: end as DRAW";
        _refusesText(text, abi.encodeWithSelector(Escrow.WrongTitle.selector, text.title));

        text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        text.finalHash = keccak256("another");
        _refusesText(text, abi.encodeWithSelector(Escrow.WrongFinal.selector, text.finalHash));

        text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        text.toCreator = 1;
        _refusesText(text, abi.encodeWithSelector(Escrow.WrongAmounts.selector, 1, 0));
    }

    function test_RevertWhen_TheNonceIsOld() external {
        bytes32 id = _joined(_resolverDeal());
        Escrow.Settle memory text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        vm.prank(resolver);
        escrow.voidOffers(id);
        _refusesText(text, abi.encodeWithSelector(Escrow.WrongNonce.selector, resolver, 0, 1));
    }

    function test_RevertWhen_TheOfferIsOver() external {
        bytes32 id = _joined(_resolverDeal());
        Escrow.Settle memory text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        vm.warp(START + 1 days + 1);
        _refusesText(text, abi.encodeWithSelector(Escrow.OfferOver.selector, START + 1 days));
    }

    function testFuzz_RevertWhen_TheDeadlineHasPassed(uint256 late) external {
        bytes32 id = _joined(_resolverDeal());
        vm.warp(_bound(late, SETTLE_BY + 1, SETTLE_BY + 10_000 days));
        _refusesResolver(id, abi.encodeWithSelector(Escrow.TooLate.selector, SETTLE_BY));
    }

    function test_RevertGiven_ResponsesAreMissing() external {
        Escrow.Deal memory deal = _enforcedDeal();
        deal.resolver = resolver;
        bytes32 id = _joined(deal);
        _refusesResolver(id, abi.encodeWithSelector(Escrow.ResponsesMissing.selector));
        vm.prank(creator);
        escrow.respond(id, keccak256("one"));
        _refusesResolver(id, abi.encodeWithSelector(Escrow.ResponsesMissing.selector));
    }

    function test_GivenBothResponded() external {
        Escrow.Deal memory deal = _enforcedDeal();
        deal.resolver = resolver;
        bytes32 id = _responded(deal);
        _settleByResolver(id, Escrow.Outcome.Fulfilled);
        _assertEnded(id, CREATOR_BOND + 500, COUNTERPARTY_BOND + 300);
    }

    function testFuzz_GivenAnOpenDispute(uint256 opened, uint256 time) external {
        bytes32 id = _joined(_resolverDeal());
        vm.warp(_bound(opened, START, SETTLE_BY));
        _dispute(id, creator);
        uint64 until = escrow.statusOf(id).disputeUntil;

        vm.warp(until + 1);
        _refusesResolver(id, abi.encodeWithSelector(Escrow.TooLate.selector, until));
        vm.warp(_bound(time, START, until));
        _settleByResolver(id, Escrow.Outcome.CounterpartyWin);
        _assertEnded(id, FEE, COUNTERPARTY_BOND + CREATOR_BOND - 400_000);
    }

    function testFuzz_WhenTheResolverSignedInTime(uint256 time) external {
        bytes32 id = _joined(_resolverDeal());
        vm.warp(_bound(time, START, SETTLE_BY));
        vm.expectEmit(address(escrow));
        emit Escrow.Settled(id, Escrow.Outcome.CreatorWin, Escrow.Decider.Resolver);
        _settleByResolver(id, Escrow.Outcome.CreatorWin);

        _assertEnded(id, CREATOR_BOND + COUNTERPARTY_BOND - 299_999 - 99_999, 0);
        _assertCredited(COIN, BURN, 299_999);
        _assertCredited(COIN, treasury, 99_999);
    }

    function _refusesResolver(bytes32 id, bytes memory reason) private {
        _refusesText(_text(id, resolver, Escrow.Outcome.Draw), reason);
    }

    function _refusesText(Escrow.Settle memory text, bytes memory reason) private {
        bytes memory signature = _sign(RESOLVER_KEY, text);
        _refuses(reason);
        escrow.settleByResolver(text, signature);
    }
}
