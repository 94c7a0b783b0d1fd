// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";

contract FixSeedTest is PanelTest {
    function test_RevertGiven_NoSuchDeal() external {
        _refuses(abi.encodeWithSelector(Escrow.UnknownDeal.selector, bytes32("none")));
        escrow.fixSeed("none");
    }

    function test_RevertGiven_NoDispute() external {
        bytes32 id = _joined(_panelDeal());
        _refusesState(id, Escrow.State.Joined);
        escrow.fixSeed(id);
    }

    function test_RevertGiven_NoPanel() external {
        bytes32 id = _disputed(_deal(), creator);
        _refuses(abi.encodeWithSelector(Escrow.NoPanel.selector));
        escrow.fixSeed(id);
    }

    function testFuzz_RevertWhen_TheSeedsBlockIsNotMined(uint256 ahead) external {
        bytes32 id = _disputed(_panelDeal(), creator);
        uint64 seedBlock = escrow.statusOf(id).seedBlock;
        vm.roll(seedBlock - _bound(ahead, 0, 4)); // 0: it is the present one, whose hash nobody has
        _refuses(abi.encodeWithSelector(Escrow.TooEarly.selector, seedBlock + 1));
        escrow.fixSeed(id);
    }

    function test_RevertWhen_TheSeedIsFixed() external {
        bytes32 id = _seeded(_panelDeal(), creator);
        vm.roll(block.number + 300);
        _refuses(abi.encodeWithSelector(Escrow.SeedAlreadyFixed.selector));
        escrow.fixSeed(id);
    }

    function testFuzz_WhenTheBlockIsWithinReach(uint256 later, bytes32 blockHash) external {
        vm.assume(blockHash != 0);
        bytes32 id = _disputed(_panelDeal(), creator);
        uint64 seedBlock = escrow.statusOf(id).seedBlock;
        vm.roll(seedBlock + _bound(later, 1, 256));
        vm.setBlockhash(seedBlock, blockHash);
        bytes32 seed = keccak256(abi.encodePacked(id, rosterTree[0], blockHash));

        vm.expectEmit(address(escrow));
        emit Escrow.SeedFixed(id, 0, seed, blockHash);
        vm.prank(stranger);
        escrow.fixSeed(id);
        vm.assertEq(escrow.statusOf(id).seed, seed, "seed");
    }

    function testFuzz_WhenTheBlockIsOutOfReach(uint256 later) external {
        bytes32 id = _disputed(_panelDeal(), creator);
        uint64 seedBlock = escrow.statusOf(id).seedBlock;
        vm.roll(seedBlock + _bound(later, 257, 1_000_000));

        vm.expectEmit(address(escrow));
        emit Escrow.SeedMissed(id, 0, uint64(block.number + 4));
        escrow.fixSeed(id);
        vm.assertEq(escrow.statusOf(id).seed, 0, "no seed yet");
        vm.assertEq(escrow.statusOf(id).seedBlock, block.number + 4, "a later block");

        _fixSeed(id);
        vm.assertTrue(escrow.statusOf(id).seed != 0, "fixed from the later block");
    }
}
