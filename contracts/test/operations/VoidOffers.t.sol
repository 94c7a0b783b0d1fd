// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract VoidOffersTest is EscrowTest {
    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        _void(creator, "none");
    }

    function test_RevertGiven_TheDealHasEnded() external {
        bytes32 id = _joined(_deal());
        _settle(id, Escrow.Outcome.Draw);
        _refusesState(id, Escrow.State.Ended);
        _void(creator, id);
    }

    function test_RevertWhen_AThirdPartyVoids() external {
        bytes32 id = _joined(_deal());
        _refuses(abi.encodeWithSelector(Escrow.NotParty.selector, stranger));
        _void(stranger, id);
        _refuses(abi.encodeWithSelector(Escrow.NotParty.selector, resolver)); // not this deal's
        _void(resolver, id);
    }

    function testFuzz_WhenAPartyVoids(bool isCreator, uint256 times) external {
        bytes32 id = _joined(_deal());
        Escrow.Deal memory other = _deal();
        other.salt = keccak256("another");
        bytes32 otherId = _joined(other);
        (address party, address rest) = isCreator ? (creator, counterparty) : (counterparty, creator);
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
            _offers(id, Escrow.Outcome.Draw);

        times = _bound(times, 1, 5);
        for (uint256 i = 1; i <= times; i++) {
            vm.expectEmit(address(escrow));
            emit Escrow.OffersVoided(id, party, i);
            _void(party, id);
        }
        vm.assertEq(escrow.nonceOf(id, party), times, "nonce");
        vm.assertEq(escrow.nonceOf(id, rest), 0, "the other's nonce");
        vm.assertEq(escrow.nonceOf(otherId, party), 0, "the other deal's nonce");

        _refuses(abi.encodeWithSelector(Escrow.WrongNonce.selector, party, 0, times));
        escrow.settle(a, sa, b, sb);
        _settle(id, Escrow.Outcome.Draw); // signed afterwards
        _assertState(id, Escrow.State.Ended);
    }

    function test_WhenItIsVoidedBeforeAnybodyJoined() external {
        bytes32 id = _open(_deal());
        _void(counterparty, id);
        vm.assertEq(escrow.nonceOf(id, counterparty), 1, "nonce");
    }

    function test_WhenTheResolverVoids() external {
        bytes32 id = _joined(_resolverDeal());
        Escrow.Settle memory text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        bytes memory signature = _sign(RESOLVER_KEY, text);
        _void(resolver, id);
        _refuses(abi.encodeWithSelector(Escrow.WrongNonce.selector, resolver, 0, 1));
        escrow.settleByResolver(text, signature);
    }

    function _void(address who, bytes32 id) private {
        vm.prank(who);
        escrow.voidOffers(id);
    }
}
