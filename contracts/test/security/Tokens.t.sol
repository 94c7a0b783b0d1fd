// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest, IToken} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";
import {FailingToken} from "../mocks/FailingToken.sol";
import {FeeToken} from "../mocks/FeeToken.sol";

/// @title Tokens that misbehave, and coins that nobody deposited
contract TokensTest is EscrowTest {
    function testFuzz_ATokenThatKeepsAPartIsRefused(uint256 fee) external {
        FeeToken greedy = FeeToken(vm.deployCode("FeeToken.sol:FeeToken", ""));
        fee = _bound(fee, 1, FEE);
        greedy.setFee(fee);
        _refusesOpen(greedy, _tookFee(greedy, CREATOR_BOND - fee, CREATOR_BOND));

        greedy.setFee(0);
        bytes32 id = _open(_dealIn(address(greedy)));
        greedy.setFee(fee);
        _fund(address(greedy), counterparty, COUNTERPARTY_BOND);
        _refuses(_tookFee(greedy, COUNTERPARTY_BOND - fee, COUNTERPARTY_BOND));
        vm.prank(counterparty);
        escrow.join(id);

        greedy.setFee(0);
        _join(id);
        greedy.setFee(fee);
        _fund(address(greedy), creator, FEE);
        _refuses(_tookFee(greedy, FEE - fee, FEE));
        vm.prank(creator);
        escrow.openDispute(id, CASE);
    }

    function testFuzz_ATokenThatAddsToADepositIsRefused(uint128 gift) external {
        FeeToken generous = FeeToken(vm.deployCode("FeeToken.sol:FeeToken", ""));
        vm.assume(gift > 0);
        generous.setGift(gift);
        _refusesOpen(generous, _tookFee(generous, CREATOR_BOND + gift, CREATOR_BOND));
    }

    function test_ATokenThatFailsTakesNoDeposit() external {
        FailingToken failing = FailingToken(vm.deployCode("FailingToken.sol:FailingToken", ""));
        _fund(address(failing), creator, CREATOR_BOND);
        failing.setWay(FailingToken.Way.Reverts);
        _refuses(abi.encodeWithSelector(FailingToken.NotToday.selector));
        vm.prank(creator);
        escrow.open(_dealIn(address(failing)));

        failing.setWay(FailingToken.Way.SaysNo);
        _refuses(abi.encodeWithSignature("SafeERC20FailedOperation(address)", address(failing)));
        vm.prank(creator);
        escrow.open(_dealIn(address(failing)));
        vm.assertEq(failing.balanceOf(creator), CREATOR_BOND, "still the creator's");
    }

    function test_ATokenThatIsNoContractIsRefused() external {
        vm.expectRevert();
        vm.prank(creator);
        escrow.open(_dealIn(stranger));
        _assertState(escrow.idOf(_dealIn(stranger)), Escrow.State.None);
    }

    function test_ATokenThatReturnsNothingWorks() external {
        _playThrough(vm.deployCode("SilentToken.sol:SilentToken", ""), CREATOR_BOND, COUNTERPARTY_BOND);
    }

    function test_ATokenOfAnyDecimalsWorks() external {
        uint8[4] memory decimals = [0, 6, 18, 77];
        uint256[4] memory unit = [uint256(1), 1e6, 1e18, type(uint128).max];
        for (uint256 i = 0; i < 4; i++) {
            address one = vm.deployCode("DecimalsToken.sol:DecimalsToken", abi.encode(decimals[i]));
            _playThrough(one, unit[i], unit[i]);
        }
    }

    /// A bad token hurts only the deals that are made in it.
    function test_ATokenThatTurnsBadHurtsNoOtherDeal() external {
        FailingToken failing = FailingToken(vm.deployCode("FailingToken.sol:FailingToken", ""));
        _settle(_joined(_dealIn(address(failing))), Escrow.Outcome.Draw);
        _settle(_joined(_tokenDeal()), Escrow.Outcome.Draw);
        _settle(_joined(_deal()), Escrow.Outcome.Draw);
        failing.setWay(FailingToken.Way.Reverts);

        escrow.push(COIN, creator);
        escrow.push(address(token), creator);
        _refuses(abi.encodeWithSelector(Escrow.PaymentFailed.selector, creator));
        escrow.push(address(failing), creator);
        vm.assertEq(creator.balance, CREATOR_BOND, "coin");
        vm.assertEq(token.balanceOf(creator), CREATOR_BOND, "token");
    }

    /// What somebody sends, or forces in, is no deposit, changes no share, and stays out of reach.
    function testFuzz_StrayTransfersDoNotCount(uint128 stray, bool toCreator) external {
        bytes32 coinDeal = _joined(_deal());
        bytes32 tokenDeal = _joined(_tokenDeal());
        vm.deal(address(escrow), address(escrow).balance + stray); // as a block's reward or a selfdestruct would
        token.mint(address(escrow), stray);

        vm.assertEq(escrow.heldOf(coinDeal), CREATOR_BOND + COUNTERPARTY_BOND, "held coin");
        vm.assertEq(escrow.heldOf(tokenDeal), CREATOR_BOND + COUNTERPARTY_BOND, "held tokens");
        Escrow.Outcome outcome = toCreator ? Escrow.Outcome.CreatorWin : Escrow.Outcome.CounterpartyWin;
        _settle(coinDeal, outcome);
        _settle(tokenDeal, outcome);
        _payAll(COIN);
        _payAll(address(token));
        vm.assertEq(address(escrow).balance, stray, "coin nobody deposited");
        vm.assertEq(token.balanceOf(address(escrow)), stray, "tokens nobody deposited");
    }

    function test_CoinIsTakenByNoOtherDoor() external {
        vm.deal(stranger, 2);
        vm.prank(stranger);
        (bool ok,) = address(escrow).call{value: 1}("");
        vm.assertTrue(!ok, "received coin");
        vm.prank(stranger);
        (ok,) = address(escrow).call{value: 1}(abi.encodeCall(escrow.push, (COIN, stranger)));
        vm.assertTrue(!ok, "coin with a call that takes none");
    }

    /// Tokens that lie beside a deposit do not pay for one.
    function test_AStrayTransferDoesNotPayADeposit() external {
        bytes32 id = _open(_tokenDeal());
        token.mint(address(escrow), COUNTERPARTY_BOND);
        _refuses(
            abi.encodeWithSignature(
                "InsufficientAllowance(address,uint256,uint256)", address(escrow), 0, COUNTERPARTY_BOND
            )
        );
        vm.prank(counterparty);
        escrow.join(id);
    }

    function _playThrough(address token_, uint256 creatorBond, uint256 counterpartyBond) private {
        Escrow.Deal memory deal = _dealIn(token_);
        (deal.creatorBond, deal.counterpartyBond) = (creatorBond, counterpartyBond);
        bytes32 id = _joined(deal);
        _dispute(id, counterparty);
        _settle(id, Escrow.Outcome.CounterpartyWin);
        _payAll(token_);

        uint256 lost = creatorBond * 30 / 100 + creatorBond * 10 / 100;
        uint256 fee = (creatorBond > counterpartyBond ? creatorBond : counterpartyBond) / 10;
        uint256 won = creatorBond + counterpartyBond + fee - lost;
        vm.assertEq(IToken(token_).balanceOf(counterparty), won, "won");
        vm.assertEq(IToken(token_).balanceOf(address(escrow)), 0, "nothing is left");
    }

    function _payAll(address token_) private {
        address[4] memory accounts = [creator, counterparty, treasury, BURN];
        for (uint256 i = 0; i < 4; i++) {
            if (escrow.credited(token_, accounts[i]) > 0) escrow.push(token_, accounts[i]);
        }
    }

    function _dealIn(address token_) private view returns (Escrow.Deal memory deal) {
        deal = _deal();
        deal.token = token_;
    }

    function _tookFee(FeeToken token_, uint256 received, uint256 needed) private pure returns (bytes memory) {
        return abi.encodeWithSelector(Escrow.TokenTookFee.selector, address(token_), received, needed);
    }

    function _refusesOpen(FeeToken token_, bytes memory reason) private {
        _fund(address(token_), creator, CREATOR_BOND);
        _refuses(reason);
        vm.prank(creator);
        escrow.open(_dealIn(address(token_)));
    }
}
