// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";
import {BlockingToken} from "../mocks/BlockingToken.sol";
import {Intruder} from "../mocks/Intruder.sol";
import {MockWallet} from "../mocks/MockWallet.sol";

/// @title Somebody who makes trouble hurts only themselves
contract GriefingTest is PanelTest {
    address private constant ELSEWHERE = address(0xE15E);

    /// It refuses, burns all gas, or answers with a megabyte.
    function test_APartyThatRefusesCoinStopsNobody() external {
        for (uint256 way = 0; way < 3; way++) {
            address refuser = vm.deployCode("RefusingReceiver.sol:RefusingReceiver", abi.encode(way));
            Escrow.Deal memory deal = _resolverDeal();
            deal.counterparty = refuser;
            bytes32 id = _joined(deal);
            _settleByResolver(id, Escrow.Outcome.Draw);

            uint256 before = creator.balance;
            escrow.push(COIN, creator);
            vm.assertEq(creator.balance - before, CREATOR_BOND, "the other is paid");
            _refuses(abi.encodeWithSelector(Escrow.PaymentFailed.selector, refuser));
            escrow.push{gas: 500_000}(COIN, refuser);

            before = ELSEWHERE.balance;
            Intruder(refuser).execute(address(escrow), 0, abi.encodeCall(escrow.withdraw, (COIN, ELSEWHERE)));
            vm.assertEq(ELSEWHERE.balance - before, COUNTERPARTY_BOND, "its own can go elsewhere");
        }
    }

    function test_APartyTheTokenBlocksStopsNobody() external {
        BlockingToken blocking = BlockingToken(vm.deployCode("BlockingToken.sol:BlockingToken", ""));
        Escrow.Deal memory deal = _deal();
        deal.token = address(blocking);
        bytes32 id = _joined(deal);
        blocking.setBlocked(counterparty, true);
        _settle(id, Escrow.Outcome.CounterpartyWin);

        _refuses(abi.encodeWithSelector(Escrow.PaymentFailed.selector, counterparty));
        escrow.push(address(blocking), counterparty);
        escrow.push(address(blocking), treasury);
        escrow.push(address(blocking), BURN);
        vm.prank(counterparty);
        escrow.withdraw(address(blocking), ELSEWHERE);
        vm.assertEq(blocking.balanceOf(ELSEWHERE), COUNTERPARTY_BOND + CREATOR_BOND - 400_000, "paid elsewhere");
    }

    function test_ATreasuryThatRefusesCoinStopsNobody() external {
        address refuser = vm.deployCode("RefusingReceiver.sol:RefusingReceiver", abi.encode(0));
        escrow = Escrow(vm.deployCode("ChallengeEscrow.sol:ChallengeEscrow", abi.encode(refuser, address(stake))));
        bytes32 id = _joined(_deal());
        _settle(id, Escrow.Outcome.CreatorWin);
        escrow.push(COIN, creator);
        escrow.push(COIN, BURN);
        _assertCredited(COIN, refuser, 99_999);
    }

    function test_AMemberThatRefusesCoinStopsNobody() external {
        bytes32 id = _seated(_panelDeal(), creator);
        address[] memory signers = _settleByPanel(id, Escrow.Outcome.CreatorWin);
        vm.etch(signers[0], hex"60006000fd"); // reverts at once
        _refuses(abi.encodeWithSelector(Escrow.PaymentFailed.selector, signers[0]));
        escrow.push(COIN, signers[0]);
        escrow.push(COIN, signers[1]);
        escrow.push(COIN, creator);
        vm.assertEq(signers[1].balance, 50_000, "the other member is paid");
    }

    /// A wallet that never agrees, or agrees in a way that costs the caller, cannot keep the deposits from going back.
    function test_AWalletThatNeverAnswersStopsNobodyFromLeaving() external {
        MockWallet.Way[6] memory ways = [
            MockWallet.Way.Refuses,
            MockWallet.Way.Reverts,
            MockWallet.Way.BurnsGas,
            MockWallet.Way.AnswersTrue,
            MockWallet.Way.AnswersMore,
            MockWallet.Way.AnswersLess
        ];
        for (uint256 i = 0; i < ways.length; i++) {
            Escrow.Deal memory deal = _deal();
            deal.counterparty = vm.deployCode("MockWallet.sol:MockWallet", abi.encode(ways[i]));
            bytes32 id = _joined(deal);
            (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
                _offers(id, Escrow.Outcome.Draw);
            _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, deal.counterparty));
            escrow.settle{gas: 5_000_000}(a, sa, b, sb);

            vm.warp(SETTLE_BY + 1);
            escrow.expire{gas: 500_000}(id);
            _assertCredited(COIN, deal.counterparty, COUNTERPARTY_BOND);
            vm.warp(START);
        }
    }

    /// The rest of a long answer is not copied, so it cannot burn the caller's gas.
    function test_AWalletThatAnswersALotIsBelieved() external {
        Escrow.Deal memory deal = _deal();
        deal.counterparty = vm.deployCode("MockWallet.sol:MockWallet", abi.encode(MockWallet.Way.AnswersLong));
        bytes32 id = _joined(deal);
        _settle(id, Escrow.Outcome.Draw);
        _assertState(id, Escrow.State.Ended);
    }

    /// Somebody seats before us what we were about to seat: nothing is lost but our gas.
    function test_SeatingFirstChangesNoSeat() external {
        bytes32 id = _seeded(_panelDeal(), creator);
        (Escrow.Leaf[] memory rows, bytes32[][] memory proofs) = _drawnRows(id);
        vm.prank(stranger);
        escrow.seat(id, 0, rows, proofs);
        _refuses(abi.encodeWithSelector(Escrow.WrongAttempt.selector, 0, rows.length));
        escrow.seat(id, 0, rows, proofs);
        vm.assertEq(escrow.statusOf(id).seats.length, M, "the same panel");
    }
}
