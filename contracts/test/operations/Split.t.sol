// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract SplitTest is EscrowTest {
    uint256 private constant HELD = CREATOR_BOND + COUNTERPARTY_BOND;

    function test_RevertGiven_NoSuchDeal() external {
        _refusesSplit("none", 0, 0, abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
    }

    function test_RevertGiven_NobodyJoined() external {
        bytes32 id = _open(_deal());
        _refusesSplit(id, CREATOR_BOND, 0, abi.encodeWithSelector(Escrow.WrongState.selector, id, Escrow.State.Open));
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _joined(_deal());
        _split(id, HELD, 0);
        _refusesSplit(id, 0, 0, abi.encodeWithSelector(Escrow.WrongState.selector, id, Escrow.State.Ended));
    }

    function test_RevertWhen_TheTwoTextsDiffer() external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, HELD - 1, 1);
        (b.toCreator, b.toCounterparty) = (1, HELD - 1);
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.DifferentTerms.selector));
    }

    function test_RevertWhen_TheTitleDoesNotSaySplit() external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, HELD, 0);
        (a.title, b.title) = ("Countersign: end as DRAW", "Countersign: end as DRAW");
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.WrongTitle.selector, a.title));
    }

    function test_RevertWhen_TheOutcomeIsNotSplit() external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
            _offers(id, Escrow.Outcome.Draw);
        _refuses(abi.encodeWithSelector(Escrow.WrongOutcome.selector, "DRAW"));
        escrow.split(a, sa, b, sb);
    }

    function test_RevertWhen_ASplitIsGivenToSettle() external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, HELD, 0);
        bytes memory sa = _sign(CREATOR_KEY, a);
        bytes memory sb = _sign(COUNTERPARTY_KEY, b);
        _refuses(abi.encodeWithSelector(Escrow.WrongOutcome.selector, "SPLIT"));
        escrow.settle(a, sa, b, sb);
    }

    function testFuzz_RevertWhen_TheAmountsAreNotWhatIsHeld(uint128 toCreator, uint128 toCounterparty) external {
        uint256 sum = uint256(toCreator) + toCounterparty;
        vm.assume(sum != HELD);
        bytes32 id = _joined(_deal());
        _refusesSplit(id, toCreator, toCounterparty, abi.encodeWithSelector(Escrow.WrongAmounts.selector, sum, HELD));
    }

    function testFuzz_RevertWhen_TheAmountsOverflow(uint256 more) external {
        bytes32 id = _joined(_deal());
        uint256 toCreator = type(uint256).max - _bound(more, 0, HELD - 1);
        uint256 toCounterparty;
        unchecked {
            toCounterparty = HELD - toCreator; // as if they added up
        }
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, toCreator, toCounterparty);
        bytes memory sa = _sign(CREATOR_KEY, a);
        bytes memory sb = _sign(COUNTERPARTY_KEY, b);
        vm.expectPartialRevert(Escrow.WrongAmounts.selector);
        escrow.split(a, sa, b, sb);
    }

    function testFuzz_RevertWhen_ANonceIsOld(bool isCreators) external {
        bytes32 id = _joined(_deal());
        address signer = isCreators ? creator : counterparty;
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, HELD, 0);
        vm.prank(signer);
        escrow.voidOffers(id);
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.WrongNonce.selector, signer, 0, 1));
    }

    function test_RevertWhen_AnOfferIsOver() external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, HELD, 0);
        vm.warp(START + 1 days + 1);
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.OfferOver.selector, START + 1 days));
    }

    function testFuzz_RevertWhen_ASignatureIsSomebodyElses(bool isCreators) external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, HELD, 0);
        bytes memory sa = _sign(isCreators ? STRANGER_KEY : CREATOR_KEY, a);
        bytes memory sb = _sign(isCreators ? COUNTERPARTY_KEY : STRANGER_KEY, b);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, isCreators ? creator : counterparty));
        escrow.split(a, sa, b, sb);
    }

    function testFuzz_WhenBothSignedAnyDivision(uint128 a, uint128 b, uint128 base, uint256 toCreator) external {
        Escrow.Deal memory deal = _tokenDeal();
        (deal.creatorBond, deal.counterpartyBond, deal.creatorBase) = (a == 0 ? 1 : a, b == 0 ? 1 : b, base);
        bytes32 id = _joined(deal);
        uint256 held = deal.creatorBond + deal.counterpartyBond + base;
        toCreator = _bound(toCreator, 0, held);

        (Escrow.Settle memory ta, Escrow.Settle memory tb) = _texts(id, toCreator, held - toCreator);
        bytes memory sa = _sign(CREATOR_KEY, ta);
        bytes memory sb = _sign(COUNTERPARTY_KEY, tb);
        vm.expectEmit(address(escrow));
        emit Escrow.Split(id, toCreator, held - toCreator);
        escrow.split(ta, sa, tb, sb);
        _assertEnded(id, toCreator, held - toCreator);
    }

    function test_GivenAnOpenDispute() external {
        bytes32 id = _disputed(_deal(), creator);
        _split(id, 7, HELD - 7);
        _assertEnded(id, 7 + FEE, HELD - 7);
        vm.assertEq(address(escrow).balance, HELD + FEE, "balance");
    }

    function _texts(bytes32 id, uint256 toCreator, uint256 toCounterparty)
        private
        view
        returns (Escrow.Settle memory a, Escrow.Settle memory b)
    {
        a = _splitText(id, creator, toCreator, toCounterparty);
        b = _splitText(id, counterparty, toCreator, toCounterparty);
    }

    function _split(bytes32 id, uint256 toCreator, uint256 toCounterparty) private {
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, toCreator, toCounterparty);
        escrow.split(a, _sign(CREATOR_KEY, a), b, _sign(COUNTERPARTY_KEY, b));
    }

    function _refusesSplit(bytes32 id, uint256 toCreator, uint256 toCounterparty, bytes memory reason) private {
        (Escrow.Settle memory a, Escrow.Settle memory b) = _texts(id, toCreator, toCounterparty);
        _refusesTexts(a, b, reason);
    }

    function _refusesTexts(Escrow.Settle memory a, Escrow.Settle memory b, bytes memory reason) private {
        bytes memory sa = _sign(CREATOR_KEY, a);
        bytes memory sb = _sign(COUNTERPARTY_KEY, b);
        _refuses(reason);
        escrow.split(a, sa, b, sb);
    }
}
