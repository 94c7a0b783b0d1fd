// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract JoinTest is EscrowTest {
    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        vm.prank(counterparty);
        escrow.join("none");
    }

    function test_RevertWhen_AThirdPartyJoins() external {
        _refusesJoiner(stranger);
    }

    function test_RevertWhen_TheCreatorJoins() external {
        _refusesJoiner(creator);
    }

    function test_RevertGiven_TheCounterpartyHasJoined() external {
        bytes32 id = _joined(_deal());
        vm.deal(counterparty, COUNTERPARTY_BOND);
        _refusesState(id, Escrow.State.Joined);
        vm.prank(counterparty);
        escrow.join{value: COUNTERPARTY_BOND}(id);
    }

    function test_RevertGiven_TheDealExpired() external {
        bytes32 id = _open(_deal());
        vm.warp(JOIN_BY + 1);
        escrow.expire(id);
        vm.deal(counterparty, COUNTERPARTY_BOND);
        _refusesState(id, Escrow.State.Ended);
        vm.prank(counterparty);
        escrow.join{value: COUNTERPARTY_BOND}(id);
    }

    function testFuzz_RevertWhen_JoinByHasPassed(uint256 late) external {
        bytes32 id = _open(_deal());
        vm.warp(_bound(late, JOIN_BY + 1, type(uint64).max));
        vm.deal(counterparty, COUNTERPARTY_BOND);
        _refuses(abi.encodeWithSelector(Escrow.TooLate.selector, JOIN_BY));
        vm.prank(counterparty);
        escrow.join{value: COUNTERPARTY_BOND}(id);
    }

    function testFuzz_WhenJoinByIsNotOver(uint256 time) external {
        bytes32 id = _open(_deal());
        vm.warp(_bound(time, START, JOIN_BY));
        _join(id);
        _assertState(id, Escrow.State.Joined);
    }

    function testFuzz_RevertWhen_TheValueIsNotWhatIsNeeded(uint256 value) external {
        bytes32 id = _open(_enforcedDeal());
        uint256 needed = COUNTERPARTY_BOND + 300;
        value = _bound(value, 0, 2 * needed);
        vm.assume(value != needed);
        vm.deal(counterparty, value);

        _refuses(abi.encodeWithSelector(Escrow.WrongValue.selector, value, needed));
        vm.prank(counterparty);
        escrow.join{value: value}(id);
    }

    function test_RevertWhen_CoinComesAlongWithAToken() external {
        bytes32 id = _open(_tokenDeal());
        _fund(address(token), counterparty, COUNTERPARTY_BOND);
        vm.deal(counterparty, 1);
        _refuses(abi.encodeWithSelector(Escrow.WrongValue.selector, 1, 0));
        vm.prank(counterparty);
        escrow.join{value: 1}(id);
    }

    function testFuzz_WhenTheCounterpartyDepositsWhatIsNeeded(uint128 bond, uint128 base) external {
        Escrow.Deal memory deal = _tokenDeal();
        deal.counterpartyBond = bond == 0 ? 1 : bond;
        deal.counterpartyBase = base;
        bytes32 id = _open(deal);
        uint256 needed = deal.counterpartyBond + deal.counterpartyBase;
        _fund(address(token), counterparty, needed);

        vm.expectEmit(address(escrow));
        emit Escrow.Joined(id);
        vm.prank(counterparty);
        escrow.join(id);

        _assertState(id, Escrow.State.Joined);
        vm.assertEq(escrow.heldOf(id), CREATOR_BOND + needed, "held");
        vm.assertEq(token.balanceOf(address(escrow)), CREATOR_BOND + needed, "balance");
    }

    function _refusesJoiner(address joiner) private {
        bytes32 id = _open(_deal());
        vm.deal(joiner, COUNTERPARTY_BOND);
        _refuses(abi.encodeWithSelector(Escrow.NotParty.selector, joiner));
        vm.prank(joiner);
        escrow.join{value: COUNTERPARTY_BOND}(id);
    }
}
