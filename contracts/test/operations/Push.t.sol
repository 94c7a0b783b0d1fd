// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract PushTest is EscrowTest {
    function test_RevertWhen_NothingIsCredited() external {
        _refuses(abi.encodeWithSelector(Escrow.NothingToPay.selector));
        escrow.push(COIN, creator);
    }

    function test_RevertWhen_ItWasPushedBefore() external {
        _settle(_joined(_deal()), Escrow.Outcome.Draw);
        escrow.push(COIN, creator);
        _refuses(abi.encodeWithSelector(Escrow.NothingToPay.selector));
        escrow.push(COIN, creator);
    }

    function test_RevertWhen_TheAccountRefusesCoin() external {
        Escrow.Deal memory deal = _deal();
        deal.counterparty = vm.deployCode("RefusingReceiver.sol:RefusingReceiver", abi.encode(0));
        bytes32 id = _joined(deal);
        vm.warp(SETTLE_BY + 1);
        escrow.expire(id);

        _refuses(abi.encodeWithSelector(Escrow.PaymentFailed.selector, deal.counterparty));
        escrow.push(COIN, deal.counterparty);
        _assertCredited(COIN, deal.counterparty, COUNTERPARTY_BOND);
    }

    function test_WhenAStrangerPushesCoin() external {
        _settle(_joined(_deal()), Escrow.Outcome.Draw);
        vm.expectEmit(address(escrow));
        emit Escrow.Paid(creator, COIN, creator, CREATOR_BOND);
        vm.prank(stranger);
        escrow.push(COIN, creator);
        vm.assertEq(creator.balance, CREATOR_BOND, "paid");
        vm.assertEq(stranger.balance, 0, "the stranger");
        _assertCredited(COIN, creator, 0);
    }

    function test_WhenAStrangerPushesAToken() external {
        _settle(_joined(_tokenDeal()), Escrow.Outcome.Draw);
        vm.prank(stranger);
        escrow.push(address(token), counterparty);
        vm.assertEq(token.balanceOf(counterparty), COUNTERPARTY_BOND, "paid");
        vm.assertEq(token.balanceOf(address(escrow)), CREATOR_BOND, "the other's stays");
    }

    function test_WhenTheBurnAddressAndTheTreasuryArePushed() external {
        _settle(_joined(_deal()), Escrow.Outcome.CreatorWin);
        escrow.push(COIN, BURN);
        escrow.push(COIN, treasury);
        escrow.push(COIN, creator);
        vm.assertEq(BURN.balance, 299_999, "burned");
        vm.assertEq(treasury.balance, 99_999, "treasury");
        vm.assertEq(address(escrow).balance, 0, "nothing is left");
    }
}
