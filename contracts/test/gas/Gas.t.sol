// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";

/// @title What each operation costs whoever sends it
/// @notice Each call is a transaction of its own, intrinsic gas included, with addresses the chain has seen before. The
/// figures are committed in contracts/snapshots: a change of any of them fails until it is written down anew.
/// forge-config: default.isolate = true
contract GasTest is PanelTest {
    function test_Coin() external {
        _measureDeposits(_deal(), "coin");
        _measureEndings(_deal(), "coin");
    }

    function test_Token() external {
        _measureDeposits(_tokenDeal(), "token");
        _measureEndings(_tokenDeal(), "token");
    }

    function test_PlainTransfers() external {
        token.mint(creator, 2);
        token.mint(counterparty, 1);
        vm.prank(creator);
        token.transfer(counterparty, 1);
        _note("plain token transfer");
    }

    function test_Responses() external {
        bytes32 id = _joined(_enforcedDeal());
        vm.prank(creator);
        escrow.respond(id, CASE);
        _note("respond");
    }

    function test_Resolver() external {
        bytes32 id = _joined(_resolverDeal());
        Escrow.Settle memory text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        bytes memory signature = _sign(RESOLVER_KEY, text);
        escrow.settleByResolver(text, signature);
        _note("settleByResolver");
    }

    function test_Oracle() external {
        address feed = vm.deployCode("PhasedFeed.sol:PhasedFeed", "");
        (bool ok,) = feed.call(abi.encodeWithSignature("setRound(uint80,int256,uint256)", 1, 100, START));
        vm.assertTrue(ok, "round");
        Escrow.Deal memory deal = _deal();
        deal.oracle = Escrow.Oracle(feed, Escrow.Comparator.AtLeast, 50, START, 1 days);
        bytes32 id = _joined(deal);
        escrow.settleByOracle(id, 1);
        _note("settleByOracle");
    }

    function test_Panel() external {
        uint256 value = _fund(COIN, creator, CREATOR_BOND);
        vm.prank(creator);
        bytes32 id = escrow.open{value: value}(_panelDeal());
        _note("open with a panel");
        _join(id);
        value = _fund(COIN, creator, FEE);
        vm.prank(creator);
        escrow.openDispute{value: value}(id, CASE);
        _note("openDispute");

        uint256 seedBlock = escrow.statusOf(id).seedBlock;
        vm.roll(seedBlock + 1);
        vm.setBlockhash(seedBlock, bytes32(uint256(1)));
        escrow.fixSeed(id);
        _note("fixSeed");
        (Escrow.Leaf[] memory rows, bytes32[][] memory proofs) = _drawnRows(id);
        escrow.seat(id, 0, rows, proofs);
        _note("seat three");
        address[] memory signers = _signers(id, K);
        bytes[] memory votes = _votes(id, signers, Escrow.Outcome.CreatorWin);
        uint256 clean = vm.snapshotState();
        escrow.settleByPanel(id, Escrow.Outcome.CreatorWin, signers, votes);
        _note("settleByPanel of two");
        vm.revertToState(clean);
        vm.warp(START + 1 days);
        escrow.redraw(id);
        _note("redraw");
    }

    function test_Stake() external {
        vm.deal(stranger, MINIMUM_STAKE);
        vm.prank(stranger);
        stake.lock{value: MINIMUM_STAKE}();
        _note("stake lock");
        vm.prank(stranger);
        stake.askUnlock(MINIMUM_STAKE);
        _note("stake askUnlock");
        vm.warp(START + 30 days);
        vm.prank(stranger);
        stake.unlock(stranger);
        _note("stake unlock");
    }

    /// EIP-170: a larger one cannot be deployed. Forge would not say so by itself.
    function test_TheCodeFitsOnAChain() external view {
        vm.assertLe(address(escrow).code.length, 24_576, "bytes of code");
    }

    function _measureDeposits(Escrow.Deal memory deal, string memory asset) private {
        uint256 value = _fund(deal.token, creator, CREATOR_BOND);
        vm.prank(creator);
        bytes32 id = escrow.open{value: value}(deal);
        _note("open", asset);

        value = _fund(deal.token, counterparty, COUNTERPARTY_BOND);
        vm.prank(counterparty);
        escrow.join{value: value}(id);
        _note("join", asset);
        vm.prank(creator);
        escrow.voidOffers(id);
        _note("voidOffers", asset);
    }

    /// Each ending of a deal of its own, whose payments are the first to these accounts.
    function _measureEndings(Escrow.Deal memory deal, string memory asset) private {
        deal.salt = "endings";
        bytes32 id = _joined(deal);
        uint256 clean = vm.snapshotState();

        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) =
            _offers(id, Escrow.Outcome.CreatorWin);
        escrow.settle(a, sa, b, sb);
        _note("settle with a winner", asset);
        vm.prank(creator);
        escrow.withdraw(deal.token, creator);
        _note("withdraw", asset);
        vm.revertToState(clean);

        (a, sa, b, sb) = _offers(id, Escrow.Outcome.Draw);
        escrow.settle(a, sa, b, sb);
        _note("settle as a draw", asset);
        escrow.push(deal.token, creator);
        _note("push", asset);
        vm.revertToState(clean);

        a = _splitText(id, creator, 1, CREATOR_BOND + COUNTERPARTY_BOND - 1);
        b = _splitText(id, counterparty, 1, CREATOR_BOND + COUNTERPARTY_BOND - 1);
        (sa, sb) = (_sign(CREATOR_KEY, a), _sign(COUNTERPARTY_KEY, b));
        escrow.split(a, sa, b, sb);
        _note("split", asset);
        vm.revertToState(clean);

        vm.warp(SETTLE_BY + 1);
        escrow.expire(id);
        _note("expire", asset);
        vm.revertToState(clean);
    }

    function _note(string memory operation, string memory asset) private {
        _note(string.concat(operation, ", ", asset));
    }

    function _note(string memory operation) private {
        vm.snapshotGasLastCall("escrow", operation);
    }
}
