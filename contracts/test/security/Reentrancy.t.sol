// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";
import {Intruder} from "../mocks/Intruder.sol";
import {MockWallet} from "../mocks/MockWallet.sol";
import {ReentrantToken} from "../mocks/ReentrantToken.sol";

contract ReentrancyTest is PanelTest {
    bytes4 private constant GUARD = bytes4(keccak256("ReentrancyGuardReentrantCall()"));

    /// While a token moves, at its begin and at its end, every function that changes anything is shut.
    function test_ATokenFindsEveryDoorShutDuringADeposit() external {
        ReentrantToken mean = ReentrantToken(vm.deployCode("ReentrantToken.sol:ReentrantToken", ""));
        Escrow.Deal memory deal = _deal();
        deal.token = address(mean);
        bytes[] memory calls = _everyCall(deal);
        for (uint256 i = 0; i < calls.length; i++) {
            deal.salt = bytes32(i + 1);
            mean.prepare(address(escrow), calls[i]);
            bytes32 id = _open(deal);
            _assertShut(mean);
            mean.prepare(address(escrow), calls[i]);
            _join(id);
            _assertShut(mean);
            mean.prepare(address(escrow), calls[i]);
            _dispute(id, creator);
            _assertShut(mean);
            vm.assertEq(escrow.heldOf(id), CREATOR_BOND + COUNTERPARTY_BOND, "held");
        }
    }

    function test_ATokenFindsEveryDoorShutDuringAPayout() external {
        ReentrantToken mean = ReentrantToken(vm.deployCode("ReentrantToken.sol:ReentrantToken", ""));
        Escrow.Deal memory deal = _deal();
        deal.token = address(mean);
        bytes[] memory calls = _everyCall(deal);
        for (uint256 i = 0; i < calls.length; i++) {
            deal.salt = bytes32(i + 1);
            _settle(_joined(deal), Escrow.Outcome.Draw);
            uint256 before = mean.balanceOf(creator);
            mean.prepare(address(escrow), calls[i]);
            escrow.push(address(mean), creator);
            _assertShut(mean);
            vm.assertEq(mean.balanceOf(creator) - before, CREATOR_BOND, "paid once");
        }
    }

    function test_AReceiverFindsEveryDoorShutWhenItIsPaid() external {
        Intruder thief = Intruder(vm.deployCode("ReentrantReceiver.sol:ReentrantReceiver", ""));
        Escrow.Deal memory deal = _deal();
        deal.counterparty = address(thief);
        bytes[] memory calls = _everyCall(deal);
        for (uint256 i = 0; i < calls.length; i++) {
            deal.salt = bytes32(i + 1);
            bytes32 id = _joined(deal);
            vm.warp(SETTLE_BY + 1);
            escrow.expire(id);
            vm.warp(START);

            uint256 before = address(thief).balance;
            thief.prepare(address(escrow), calls[i]);
            escrow.push(COIN, address(thief));
            _assertShut(thief);
            vm.assertEq(address(thief).balance - before, COUNTERPARTY_BOND, "paid once");
            _assertCredited(COIN, address(thief), 0);
        }
        _assertCredited(COIN, creator, calls.length * CREATOR_BOND);
        vm.assertEq(address(escrow).balance, calls.length * CREATOR_BOND, "the creator's is untouched");
    }

    /// A wallet is asked by a staticcall, so it can change nothing, not even a contract without a guard.
    function test_AWalletChangesNothingWhenItIsAsked() external {
        MockWallet wallet = MockWallet(payable(vm.deployCode("MockWallet.sol:MockWallet", abi.encode(0))));
        Escrow.Deal memory deal = _deal();
        deal.counterparty = address(wallet);
        bytes[] memory calls = _everyCall(deal);
        for (uint256 i = 0; i < calls.length; i++) {
            deal.salt = bytes32(i + 1);
            bytes32 id = _joined(deal);
            wallet.setWay(MockWallet.Way.Intrudes);
            wallet.prepare(address(escrow), calls[i]);
            _settle(id, Escrow.Outcome.Draw);
            _assertCredited(COIN, address(wallet), (i + 1) * COUNTERPARTY_BOND);
        }
        vm.assertEq(address(wallet).balance, 0, "nothing left by the back door");

        wallet.prepare(address(token), abi.encodeCall(token.mint, (address(wallet), 1)));
        deal.salt = "a last one";
        _settle(_joined(deal), Escrow.Outcome.Draw);
        vm.assertEq(token.balanceOf(address(wallet)), 0, "asked by staticcall");
    }

    function test_AMemberFindsTheStakeShutWhenItIsPaid() external {
        Intruder thief = Intruder(vm.deployCode("ReentrantReceiver.sol:ReentrantReceiver", ""));
        vm.deal(address(thief), 2 ether);
        thief.execute(address(stake), 2 ether, abi.encodeCall(stake.lock, ()));
        thief.execute(address(stake), 0, abi.encodeCall(stake.askUnlock, (1 ether)));
        vm.warp(START + 30 days);
        bytes[3] memory calls = [
            abi.encodeCall(stake.unlock, (address(thief))),
            abi.encodeCall(stake.askUnlock, (1 ether)),
            abi.encodeCall(stake.lock, ())
        ];
        for (uint256 i = 0; i < calls.length; i++) {
            uint256 clean = vm.snapshotState();
            thief.prepare(address(stake), calls[i]);
            thief.execute(address(stake), 0, abi.encodeCall(stake.unlock, (address(thief))));
            _assertShut(thief);
            vm.assertEq(address(thief).balance, 1 ether, "paid once");
            vm.assertEq(stake.stakeOf(address(thief)), 1 ether, "the rest is locked");
            vm.revertToState(clean);
        }
    }

    /// One call of each function that changes the escrow's state.
    function _everyCall(Escrow.Deal memory deal) private view returns (bytes[] memory calls) {
        bytes32 id = escrow.idOf(deal);
        Escrow.Settle memory text;
        calls = new bytes[](15);
        calls[0] = abi.encodeCall(escrow.open, (deal));
        calls[1] = abi.encodeCall(escrow.join, (id));
        calls[2] = abi.encodeCall(escrow.respond, (id, CASE));
        calls[3] = abi.encodeCall(escrow.settle, (text, "", text, ""));
        calls[4] = abi.encodeCall(escrow.split, (text, "", text, ""));
        calls[5] = abi.encodeCall(escrow.settleByResolver, (text, ""));
        calls[6] = abi.encodeCall(escrow.settleByOracle, (id, 1));
        calls[7] = abi.encodeCall(escrow.openDispute, (id, CASE));
        calls[8] = abi.encodeCall(escrow.fixSeed, (id));
        calls[9] = abi.encodeCall(escrow.seat, (id, 0, new Escrow.Leaf[](0), new bytes32[][](0)));
        calls[10] = abi.encodeCall(escrow.redraw, (id));
        calls[11] = abi.encodeCall(escrow.settleByPanel, (id, Escrow.Outcome.Draw, new address[](0), new bytes[](0)));
        calls[12] = abi.encodeCall(escrow.expire, (id));
        calls[13] = abi.encodeCall(escrow.voidOffers, (id));
        calls[14] = abi.encodeCall(escrow.withdraw, (deal.token, deal.counterparty));
    }

    function _assertShut(Intruder intruder) private view {
        vm.assertTrue(intruder.hasTried(), "never called back");
        vm.assertTrue(!intruder.hasSucceeded(), "got in");
        vm.assertEq(bytes32(bytes4(intruder.answer())), bytes32(GUARD), "shut by the guard");
    }
}
