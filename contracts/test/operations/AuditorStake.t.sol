// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuditorStake} from "../../src/IAuditorStake.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract AuditorStakeTest is EscrowTest {
    address private constant MEMBER = address(0xA0D1);

    function test_RevertWhen_NoCoinIsLocked() external {
        _refuses(abi.encodeWithSelector(IAuditorStake.NothingLocked.selector, 0));
        _lock(0);
    }

    function testFuzz_WhenCoinIsLocked(uint128 first, uint128 second) external {
        (first, second) = (first == 0 ? 1 : first, second == 0 ? 1 : second);
        _lock(first);
        uint256 total = uint256(first) + second;
        vm.expectEmit(address(stake));
        emit IAuditorStake.Locked(MEMBER, second, total);
        _lock(second);
        vm.assertEq(stake.stakeOf(MEMBER), total, "stake");
        vm.assertEq(stake.isStaked(MEMBER), total >= MINIMUM_STAKE, "staked");
        vm.assertEq(address(stake).balance, total, "balance");
    }

    function testFuzz_RevertWhen_MoreOrNothingIsAskedThanIsLocked(uint256 asked) external {
        _lock(MINIMUM_STAKE);
        vm.assume(asked == 0 || asked > MINIMUM_STAKE);
        _refuses(abi.encodeWithSelector(IAuditorStake.NothingLocked.selector, MINIMUM_STAKE));
        _ask(asked);
        _refuses(abi.encodeWithSelector(IAuditorStake.NothingLocked.selector, MINIMUM_STAKE));
        _ask(0);
    }

    function testFuzz_WhenAPartIsAsked(uint256 asked) external {
        _lock(MINIMUM_STAKE);
        asked = _bound(asked, 1, MINIMUM_STAKE);
        vm.expectEmit(address(stake));
        emit IAuditorStake.UnlockAsked(MEMBER, asked, START + 30 days);
        _ask(asked);
        vm.assertEq(stake.stakeOf(MEMBER), MINIMUM_STAKE - asked, "stops counting at once");
        vm.assertEq(stake.isStaked(MEMBER), false, "staked");
    }

    function test_WhenItIsAskedAgain() external {
        _lock(3 ether);
        _ask(1 ether);
        vm.warp(START + 29 days);
        _ask(1 ether);
        vm.warp(START + 30 days);
        _refuses(abi.encodeWithSelector(IAuditorStake.StillLocked.selector, START + 59 days));
        _unlock(MEMBER);
        vm.warp(START + 59 days);
        _unlock(MEMBER);
        vm.assertEq(MEMBER.balance, 2 ether, "both together");
        vm.assertEq(stake.stakeOf(MEMBER), 1 ether, "the rest stays");
    }

    function test_RevertWhen_NothingWasAsked() external {
        _lock(1 ether);
        _refuses(abi.encodeWithSelector(IAuditorStake.NothingAsked.selector));
        _unlock(MEMBER);
    }

    function testFuzz_RevertWhen_TheTimeIsNotOver(uint256 time) external {
        _lock(1 ether);
        _ask(1 ether);
        vm.warp(_bound(time, START, START + 30 days - 1));
        _refuses(abi.encodeWithSelector(IAuditorStake.StillLocked.selector, START + 30 days));
        _unlock(MEMBER);
    }

    function test_RevertWhen_TheReceiverRefusesCoin() external {
        _lock(1 ether);
        _ask(1 ether);
        vm.warp(START + 30 days);
        address[2] memory receivers =
            [vm.deployCode("RefusingReceiver.sol:RefusingReceiver", abi.encode(0)), address(0)];
        for (uint256 i = 0; i < 2; i++) {
            _refuses(abi.encodeWithSelector(IAuditorStake.PaymentFailed.selector, receivers[i]));
            _unlock(receivers[i]);
        }
        _unlock(MEMBER);
        vm.assertEq(MEMBER.balance, 1 ether, "still there");
    }

    function testFuzz_WhenTheTimeIsOver(uint256 time) external {
        _lock(1 ether);
        _ask(1 ether);
        vm.warp(_bound(time, START + 30 days, type(uint64).max));
        vm.expectEmit(address(stake));
        emit IAuditorStake.Unlocked(MEMBER, stranger, 1 ether);
        _unlock(stranger);
        vm.assertEq(stranger.balance, 1 ether, "paid");
        _refuses(abi.encodeWithSelector(IAuditorStake.NothingAsked.selector));
        _unlock(stranger);
    }

    function test_RevertWhen_SomebodyElseCalls() external {
        _lock(1 ether);
        _ask(1 ether);
        vm.warp(START + 30 days);
        _refuses(abi.encodeWithSelector(IAuditorStake.NothingAsked.selector));
        vm.prank(stranger);
        stake.unlock(stranger);
        _refuses(abi.encodeWithSelector(IAuditorStake.NothingLocked.selector, 0));
        vm.prank(stranger);
        stake.askUnlock(1);
    }

    function _lock(uint256 amount) private {
        vm.deal(MEMBER, amount);
        vm.prank(MEMBER);
        stake.lock{value: amount}();
    }

    function _ask(uint256 amount) private {
        vm.prank(MEMBER);
        stake.askUnlock(amount);
    }

    function _unlock(address to) private {
        vm.prank(MEMBER);
        stake.unlock(to);
    }
}
