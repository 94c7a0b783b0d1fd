// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract SettleTest is EscrowTest {
    function test_RevertGiven_NoSuchDeal() external {
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
            _offers("none", Escrow.Outcome.Draw);
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        escrow.settle(a, sa, b, sb);
    }

    function test_RevertGiven_NobodyJoined() external {
        bytes32 id = _open(_deal());
        _refusesOffers(id, abi.encodeWithSelector(Escrow.WrongState.selector, id, Escrow.State.Open));
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _joined(_deal());
        _settle(id, Escrow.Outcome.CreatorWin);
        _refusesOffers(id, abi.encodeWithSelector(Escrow.WrongState.selector, id, Escrow.State.Ended));
    }

    function test_RevertWhen_TheTwoTextsDifferInMoreThanNonceAndValidity() external {
        bytes32 id = _joined(_deal());
        for (uint256 field = 0; field < 3; field++) {
            Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.Draw);
            Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.Draw);
            if (field == 0) b = _text(id, counterparty, Escrow.Outcome.NoContest);
            if (field == 1) b.challenge = "another";
            if (field == 2) b.deal = keccak256("another");
            _refusesTexts(a, b, abi.encodeWithSelector(Escrow.DifferentTerms.selector));
        }
    }

    function test_RevertWhen_TheTitleSaysAnotherOutcome() external {
        bytes32 id = _joined(_deal());
        Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.CounterpartyWin);
        a.title = "Countersign: end as CREATOR_WIN";
        Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.CounterpartyWin);
        b.title = a.title;
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.WrongTitle.selector, a.title));
    }

    function test_RevertWhen_TheFinalIsAnother() external {
        bytes32 id = _joined(_deal());
        Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.Draw);
        a.finalHash = keccak256("another");
        Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.Draw);
        b.finalHash = a.finalHash;
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.WrongFinal.selector, a.finalHash));
    }

    function test_RevertWhen_TheOutcomeIsNotOneOfTheFive() external {
        bytes32 id = _joined(_deal());
        string[4] memory words = ["", "NONE", "fulfilled", "SPLIT"];
        for (uint256 i = 0; i < words.length; i++) {
            Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.Draw);
            a.outcome = words[i];
            a.title = string.concat("Countersign: end as ", words[i]);
            Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.Draw);
            (b.outcome, b.title) = (a.outcome, a.title);
            _refusesTexts(a, b, abi.encodeWithSelector(Escrow.WrongOutcome.selector, words[i]));
        }
    }

    function test_RevertWhen_AnAmountIsNamed() external {
        bytes32 id = _joined(_deal());
        Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.Draw);
        a.toCreator = 1;
        Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.Draw);
        b.toCreator = 1;
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.WrongAmounts.selector, 1, 0));
    }

    function testFuzz_RevertWhen_ANonceIsOldOrEarly(uint256 nonce, bool isCreators) external {
        bytes32 id = _joined(_deal());
        vm.startPrank(isCreators ? creator : counterparty);
        escrow.voidOffers(id);
        escrow.voidOffers(id);
        vm.stopPrank();
        vm.assume(nonce != 2);

        Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.Draw);
        Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.Draw);
        if (isCreators) a.nonce = nonce;
        else b.nonce = nonce;
        address signer = isCreators ? creator : counterparty;
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.WrongNonce.selector, signer, nonce, 2));
    }

    function testFuzz_RevertWhen_AnOfferIsOver(uint64 validUntil, bool isCreators) external {
        bytes32 id = _joined(_deal());
        validUntil = uint64(_bound(validUntil, 0, START - 1));
        Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.Draw);
        Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.Draw);
        if (isCreators) a.validUntil = validUntil;
        else b.validUntil = validUntil;
        _refusesTexts(a, b, abi.encodeWithSelector(Escrow.OfferOver.selector, validUntil));
    }

    function test_WhenAnOfferIsOverAfterThisSecond() external {
        bytes32 id = _joined(_deal());
        Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.Draw);
        Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.Draw);
        a.validUntil = uint64(block.timestamp);
        escrow.settle(a, _sign(CREATOR_KEY, a), b, _sign(COUNTERPARTY_KEY, b));
        _assertState(id, Escrow.State.Ended);
    }

    function testFuzz_RevertWhen_ASignatureIsSomebodyElses(uint256 key, bool isCreators) external {
        bytes32 id = _joined(_deal());
        key = _bound(key, 1, type(uint128).max);
        vm.assume(key != CREATOR_KEY && key != COUNTERPARTY_KEY);
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
            _offers(id, Escrow.Outcome.Draw);
        if (isCreators) sa = _sign(key, a);
        else sb = _sign(key, b);

        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, isCreators ? creator : counterparty));
        escrow.settle(a, sa, b, sb);
    }

    function test_RevertWhen_TheSignaturesAreSwapped() external {
        bytes32 id = _joined(_deal());
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
            _offers(id, Escrow.Outcome.CreatorWin);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, creator));
        escrow.settle(a, sb, b, sa);
    }

    function test_WhenAPartyIsAContractThatAgrees() external {
        Escrow.Deal memory deal = _deal();
        deal.counterparty = vm.deployCode("OwnerWallet.sol:OwnerWallet", abi.encode(counterparty));
        bytes32 id = _joined(deal);
        _settle(id, Escrow.Outcome.CounterpartyWin);
        _assertState(id, Escrow.State.Ended);
        _assertCredited(COIN, deal.counterparty, COUNTERPARTY_BOND + CREATOR_BOND - 400_000);
    }

    function test_RevertWhen_APartyIsAContractThatDoesNotAgree() external {
        _refusesWallet(vm.deployCode("OwnerWallet.sol:OwnerWallet", abi.encode(stranger)));
        _refusesWallet(vm.deployCode("RevertingWallet.sol:RevertingWallet", ""));
        for (uint256 answer = 0; answer < 5; answer++) {
            _refusesWallet(vm.deployCode("LyingWallet.sol:LyingWallet", abi.encode(answer)));
        }
    }

    function testFuzz_WhenNobodyLost(uint256 outcome) external {
        bytes32 id = _joined(_enforcedDeal());
        Escrow.Outcome[3] memory lostless = [Escrow.Outcome.Fulfilled, Escrow.Outcome.Draw, Escrow.Outcome.NoContest];
        outcome = _bound(outcome, 0, 2);

        vm.expectEmit(address(escrow));
        emit Escrow.Settled(id, lostless[outcome], Escrow.Decider.Parties);
        _settle(id, lostless[outcome]);
        _assertEnded(id, CREATOR_BOND + 500, COUNTERPARTY_BOND + 300);
        _assertCredited(COIN, BURN, 0);
        _assertCredited(COIN, treasury, 0);
    }

    function testFuzz_WhenOneSideWon(uint128 creatorBond, uint128 counterpartyBond, uint128 base, bool creatorWins)
        external
    {
        Escrow.Deal memory deal = _tokenDeal();
        deal.creatorBond = creatorBond == 0 ? 1 : creatorBond;
        deal.counterpartyBond = counterpartyBond == 0 ? 1 : counterpartyBond;
        (deal.creatorBase, deal.counterpartyBase) = (base, base / 3);
        bytes32 id = _joined(deal);
        _settle(id, creatorWins ? Escrow.Outcome.CreatorWin : Escrow.Outcome.CounterpartyWin);

        uint256 lost = creatorWins ? deal.counterpartyBond : deal.creatorBond;
        uint256 toBurn = lost * 30 / 100;
        uint256 toTreasury = lost * 10 / 100;
        uint256 toWinner = deal.creatorBond + deal.counterpartyBond + base + base / 3 - toBurn - toTreasury;
        _assertEnded(id, creatorWins ? toWinner : 0, creatorWins ? 0 : toWinner);
        _assertCredited(deal.token, BURN, toBurn);
        _assertCredited(deal.token, treasury, toTreasury);
    }

    function test_GivenAnOpenDispute() external {
        bytes32 id = _disputed(_deal(), counterparty);
        _settle(id, Escrow.Outcome.CreatorWin);
        uint256 toWinner =
            CREATOR_BOND + COUNTERPARTY_BOND - COUNTERPARTY_BOND * 30 / 100 - COUNTERPARTY_BOND * 10 / 100;
        _assertEnded(id, toWinner, FEE);
    }

    function testFuzz_GivenSettleByHasPassed(uint256 time) external {
        bytes32 id = _joined(_deal());
        vm.warp(_bound(time, SETTLE_BY + 1, SETTLE_BY + 10_000 days));
        _settle(id, Escrow.Outcome.Draw);
        _assertEnded(id, CREATOR_BOND, COUNTERPARTY_BOND);
    }

    function test_GivenResponsesAreMissing() external {
        bytes32 id = _joined(_enforcedDeal());
        _settle(id, Escrow.Outcome.Draw);
        _assertEnded(id, CREATOR_BOND + 500, COUNTERPARTY_BOND + 300);
    }

    function _refusesWallet(address wallet) private {
        Escrow.Deal memory deal = _deal();
        deal.counterparty = wallet;
        bytes32 id = _joined(deal);
        _refusesOffers(id, abi.encodeWithSelector(Escrow.InvalidSignature.selector, wallet));
    }

    function _refusesOffers(bytes32 id, bytes memory reason) private {
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
            _offers(id, Escrow.Outcome.Draw);
        _refuses(reason);
        escrow.settle(a, sa, b, sb);
    }

    function _refusesTexts(Escrow.Settle memory a, Escrow.Settle memory b, bytes memory reason) private {
        bytes memory sa = _sign(CREATOR_KEY, a);
        bytes memory sb = _sign(COUNTERPARTY_KEY, b);
        _refuses(reason);
        escrow.settle(a, sa, b, sb);
    }
}
