// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest, IToken} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";
import {FailingToken} from "../mocks/FailingToken.sol";
import {RefusingReceiver} from "../mocks/RefusingReceiver.sol";

contract WithdrawTest is EscrowTest {
    address private constant ELSEWHERE = address(0xE15E);

    function test_RevertWhen_NothingIsCredited() external {
        _refuses(abi.encodeWithSelector(Escrow.NothingToPay.selector));
        _withdraw(creator, COIN, creator);
    }

    function test_RevertWhen_SomebodyElseIsCredited() external {
        _draw(COIN);
        _refuses(abi.encodeWithSelector(Escrow.NothingToPay.selector));
        _withdraw(stranger, COIN, stranger);
    }

    function test_RevertWhen_ItWasWithdrawnBefore() external {
        _draw(COIN);
        _withdraw(creator, COIN, creator);
        _refuses(abi.encodeWithSelector(Escrow.NothingToPay.selector));
        _withdraw(creator, COIN, creator);
    }

    function test_RevertWhen_TheReceiverIsNobodyOrTheEscrow() external {
        _draw(COIN);
        address[2] memory receivers = [address(0), address(escrow)];
        for (uint256 i = 0; i < 2; i++) {
            _refuses(abi.encodeWithSelector(Escrow.PaymentFailed.selector, receivers[i]));
            _withdraw(creator, COIN, receivers[i]);
        }
    }

    function test_RevertWhen_TheReceiverRefusesCoin() external {
        _draw(COIN);
        for (uint256 way = 0; way < 3; way++) {
            address receiver = vm.deployCode("RefusingReceiver.sol:RefusingReceiver", abi.encode(way));
            _refuses(abi.encodeWithSelector(Escrow.PaymentFailed.selector, receiver));
            vm.prank(creator);
            escrow.withdraw{gas: 1_000_000}(COIN, receiver);
        }
        _assertCredited(COIN, creator, CREATOR_BOND);
    }

    function test_RevertWhen_TheTokenFails() external {
        FailingToken failing = FailingToken(vm.deployCode("FailingToken.sol:FailingToken", ""));
        _draw(address(failing));
        for (uint8 way = 1; way <= 3; way++) {
            failing.setWay(FailingToken.Way(way));
            _refuses(abi.encodeWithSelector(Escrow.PaymentFailed.selector, creator));
            vm.prank(creator);
            escrow.withdraw{gas: 1_000_000}(address(failing), creator);
            _assertCredited(address(failing), creator, CREATOR_BOND);
        }
        failing.setWay(FailingToken.Way.Works);
        _withdraw(creator, address(failing), creator);
        vm.assertEq(failing.balanceOf(creator), CREATOR_BOND, "paid when it works again");
    }

    function test_WhenCoinIsCredited() external {
        _draw(COIN);
        vm.expectEmit(address(escrow));
        emit Escrow.Paid(creator, COIN, ELSEWHERE, CREATOR_BOND);
        _withdraw(creator, COIN, ELSEWHERE);

        vm.assertEq(ELSEWHERE.balance, CREATOR_BOND, "paid");
        vm.assertEq(address(escrow).balance, COUNTERPARTY_BOND, "the other's stays");
        _assertCredited(COIN, creator, 0);
        _assertCredited(COIN, counterparty, COUNTERPARTY_BOND);
    }

    function test_WhenSeveralDealsCreditedIt() external {
        for (uint256 i = 1; i <= 3; i++) {
            Escrow.Deal memory deal = _deal();
            deal.salt = bytes32(i);
            _settle(_joined(deal), Escrow.Outcome.Draw);
        }
        _withdraw(creator, COIN, ELSEWHERE);
        vm.assertEq(ELSEWHERE.balance, 3 * CREATOR_BOND, "all of it");
    }

    function test_WhenATokenIsCredited() external {
        _draw(address(token));
        _withdraw(creator, address(token), ELSEWHERE);
        vm.assertEq(token.balanceOf(ELSEWHERE), CREATOR_BOND, "paid");
        vm.assertEq(token.balanceOf(address(escrow)), COUNTERPARTY_BOND, "the other's stays");
    }

    function _draw(address token_) private {
        Escrow.Deal memory deal = _deal();
        deal.token = token_;
        _settle(_joined(deal), Escrow.Outcome.Draw);
    }

    function _withdraw(address who, address token_, address to) private {
        vm.prank(who);
        escrow.withdraw(token_, to);
    }
}
