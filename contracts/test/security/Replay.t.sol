// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {Eip712} from "../base/Eip712.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";

/// @title What was signed once counts once, for one deal, on one chain, in one contract
contract ReplayTest is PanelTest {
    Escrow.Settle private a;
    Escrow.Settle private b;
    bytes private sa;
    bytes private sb;

    function test_ASettleDoesNotCountForAnotherDeal() external {
        _keep(_joined(_deal()), Escrow.Outcome.CreatorWin);
        Escrow.Deal memory other = _deal();
        other.salt = keccak256("another");
        bytes32 id = _joined(other);
        (a.deal, b.deal) = (id, id);
        _refusesSigner(creator);
    }

    function test_ASettleDoesNotCountTwice() external {
        bytes32 id = _joined(_deal());
        _keep(id, Escrow.Outcome.Draw);
        escrow.settle(a, sa, b, sb);
        _refusesState(id, Escrow.State.Ended);
        escrow.settle(a, sa, b, sb);
        vm.warp(SETTLE_BY + 1);
        _refusesState(id, Escrow.State.Ended);
        escrow.expire(id);
    }

    function test_ASettleDoesNotCountOnAnotherChain() external {
        bytes32 id = _joined(_deal());
        _keep(id, Escrow.Outcome.CreatorWin);
        vm.chainId(8453); // the chain split, and the deal stands on both sides
        _refusesSigner(creator);
        _settle(id, Escrow.Outcome.CreatorWin); // signed for the side it stands on
        _assertState(id, Escrow.State.Ended);
    }

    function test_ASettleDoesNotCountInAnotherContract() external {
        _keep(_joined(_deal()), Escrow.Outcome.CreatorWin);
        escrow = Escrow(_deployEscrow());
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, a.deal));
        escrow.settle(a, sa, b, sb);

        bytes32 id = _joined(_deal());
        (a.deal, b.deal) = (id, id);
        _refusesSigner(creator);
    }

    function test_ASettleDoesNotCountAfterItWasVoided() external {
        bytes32 id = _joined(_deal());
        _keep(id, Escrow.Outcome.CreatorWin);
        vm.prank(counterparty);
        escrow.voidOffers(id);
        _refuses(abi.encodeWithSelector(Escrow.WrongNonce.selector, counterparty, 0, 1));
        escrow.settle(a, sa, b, sb);
        b.nonce = 1; // as if it had been signed for the new nonce
        _refusesSigner(counterparty);
    }

    function testFuzz_ASettleCountsOnlyAsItWasSigned(uint256 field) external {
        bytes32 id = _joined(_deal());
        _keep(id, Escrow.Outcome.CreatorWin);
        field = _bound(field, 0, 2);
        if (field == 0) (a.outcome, b.outcome) = ("COUNTERPARTY_WIN", "COUNTERPARTY_WIN");
        if (field == 0) {
            (a.title, b.title) = ("Countersign: end as COUNTERPARTY_WIN", "Countersign: end as COUNTERPARTY_WIN");
        }
        if (field == 1) (a.challenge, b.challenge) = ("another", "another");
        if (field == 2) a.validUntil++;
        _refusesSigner(creator);
    }

    /// The parties' words bound the resolver's no more than the resolver's bound theirs.
    function test_ASettleOfThePartiesIsNotTheResolvers() external {
        bytes32 id = _joined(_resolverDeal());
        _keep(id, Escrow.Outcome.CreatorWin);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, resolver));
        escrow.settleByResolver(a, sa);
    }

    function test_ASplitDoesNotCountForAnotherDeal() external {
        bytes32 id = _joined(_deal());
        uint256 held = escrow.heldOf(id);
        a = _splitText(id, creator, held, 0);
        b = _splitText(id, counterparty, held, 0);
        (sa, sb) = (_sign(CREATOR_KEY, a), _sign(COUNTERPARTY_KEY, b));
        Escrow.Deal memory other = _deal();
        other.salt = keccak256("another");
        bytes32 otherId = _joined(other);
        (a.deal, b.deal) = (otherId, otherId);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, creator));
        escrow.split(a, sa, b, sb);
    }

    function test_AVoteDoesNotCountOnAnotherChain() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.CreatorWin);
        vm.chainId(8453);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, signers[0]));
        escrow.settleByPanel(id, Escrow.Outcome.CreatorWin, signers, votes);
    }

    function test_AVoteDoesNotCountInAnotherContract() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _signers(id, K);
        Escrow first = escrow;
        escrow = Escrow(_deployEscrow());
        bytes32 finalHash = first.dealOf(id).finalHash;
        bytes[] memory votes = new bytes[](K);
        for (uint256 i = 0; i < K; i++) {
            bytes32 vote = Eip712.hashVote(id, finalHash, 0, Escrow.Outcome.CreatorWin);
            votes[i] = _signDigest(keyOf[signers[i]], _digest(vote)); // for the second contract's domain
        }
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, signers[0]));
        first.settleByPanel(id, Escrow.Outcome.CreatorWin, signers, votes);
    }

    /// A deal sent again after it ended cannot begin again, and one that differs in its salt is another deal.
    function test_ADealDoesNotBeginTwice() external {
        bytes32 id = _joined(_deal());
        vm.warp(SETTLE_BY + 1);
        escrow.expire(id);
        vm.warp(START);
        uint256 value = _fund(COIN, creator, CREATOR_BOND);
        _refuses(abi.encodeWithSelector(Escrow.AlreadyOpened.selector, id));
        vm.prank(creator);
        escrow.open{value: value}(_deal());
    }

    function _keep(bytes32 id, Escrow.Outcome outcome) private {
        (a, sa, b, sb) = _offers(id, outcome);
    }

    function _refusesSigner(address signer) private {
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, signer));
        escrow.settle(a, sa, b, sb);
    }
}
