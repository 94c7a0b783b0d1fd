// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuditorStake} from "../../src/IAuditorStake.sol";
import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {PanelTest} from "../base/PanelTest.sol";
import {vm} from "../base/Vm.sol";
import {TestFeed} from "../../src/TestFeed.sol";

/// @title Whoever runs the desk, with every key it has: the deployer's, the treasury's, the submitter's and the desk's own
/// @notice The operator may even be a member of the roster, collude with one party, and call everything there is.
contract OperatorTest is PanelTest {
    uint256 private constant DEPLOYER_KEY = 0xDE5C01;
    uint256 private constant TREASURY_KEY = 0xDE5C02;
    uint256 private constant SUBMITTER_KEY = 0xDE5C03;
    uint256 private constant DESK_KEY = 0xDE5C04;
    uint256[4] private keys = [DEPLOYER_KEY, TREASURY_KEY, SUBMITTER_KEY, DESK_KEY];

    TestFeed private feed;
    bytes32 private opened;
    bytes32 private plain;
    bytes32 private enforced;
    bytes32 private resolved;
    bytes32 private fed;
    bytes32 private disputed;
    bytes32 private seated;

    function setUp() public override {
        super.setUp();
        vm.startPrank(vm.addr(DEPLOYER_KEY));
        stake = IAuditorStake(vm.deployCode("AuditorStake.sol:AuditorStake", abi.encode(MINIMUM_STAKE)));
        escrow = Escrow(
            vm.deployCode("ChallengeEscrow.sol:ChallengeEscrow", abi.encode(vm.addr(TREASURY_KEY), address(stake)))
        );
        vm.stopPrank();
        for (uint256 i = 0; i < MEMBERS; i++) {
            _stake(roster[i].member);
        }
        feed = TestFeed(vm.deployCode("TestFeed.sol:TestFeed", abi.encode(8, "MOCK / USD")));
        feed.setAnswer(100, START);
        _makeDeals();
    }

    /// One deal in each state and with each decider.
    function _makeDeals() private {
        opened = _open(_salted(_deal(), 1));
        plain = _joined(_salted(_deal(), 2));
        enforced = _joined(_salted(_enforcedDeal(), 3));
        resolved = _joined(_salted(_resolverDeal(), 4));
        Escrow.Deal memory deal = _salted(_deal(), 5);
        deal.oracle = Escrow.Oracle(address(feed), Escrow.Comparator.AtLeast, 50, START + 1 days, 1 days);
        fed = _joined(deal);
        disputed = _disputed(_salted(_panelDeal(), 6), creator);
        seated = _seated(_salted(_panelDeal(), 7), counterparty);
    }

    function test_ItCannotSettleOrSplitWithItsOwnSignatures() external {
        bytes32[6] memory ids = [plain, enforced, resolved, fed, disputed, seated];
        for (uint256 i = 0; i < ids.length; i++) {
            for (uint256 k = 0; k < keys.length; k++) {
                _refusesSettle(ids[i], keys[k], keys[k], creator);
                _refusesSettle(ids[i], CREATOR_KEY, keys[k], counterparty); // with the creator's help
                _refusesSettle(ids[i], keys[k], COUNTERPARTY_KEY, creator); // with the counterparty's
                _refusesSplit(ids[i], keys[k], COUNTERPARTY_KEY, creator);
                _refusesSplit(ids[i], CREATOR_KEY, keys[k], counterparty);
            }
        }
        _assertUntouched();
    }

    function test_ItCannotDecideAsAResolver() external {
        for (uint256 k = 0; k < keys.length; k++) {
            _refusesResolver(resolved, keys[k], abi.encodeWithSelector(Escrow.InvalidSignature.selector, resolver));
            _refusesResolver(plain, keys[k], abi.encodeWithSelector(Escrow.NoResolver.selector));
            _refusesResolver(seated, keys[k], abi.encodeWithSelector(Escrow.NoResolver.selector));
        }
        _assertUntouched();
    }

    /// It runs the network's list of feeds, but a deal reads the feed both signed, and no round but the first.
    function test_ItCannotDecideAsAnOracle() external {
        TestFeed own = TestFeed(vm.deployCode("TestFeed.sol:TestFeed", abi.encode(8, "OWN / USD")));
        own.setAnswer(1, START);
        own.setAnswer(1, START + 1 days);
        for (uint80 round = 0; round < 4; round++) {
            _as(k_(round));
            _refuses(abi.encodeWithSelector(Escrow.WrongRound.selector, round));
            escrow.settleByOracle(fed, round);
        }
        _refuses(abi.encodeWithSelector(Escrow.NoOracle.selector));
        escrow.settleByOracle(plain, 1);
        _assertUntouched();
    }

    function test_ItCannotDecideAsAPanel() external {
        address[] memory signers = new address[](K);
        uint256[] memory signing = new uint256[](K);
        (signing[0], signing[1]) = (SUBMITTER_KEY, DESK_KEY);
        if (vm.addr(signing[0]) > vm.addr(signing[1])) (signing[0], signing[1]) = (signing[1], signing[0]);
        bytes[] memory votes = new bytes[](K);
        for (uint256 i = 0; i < K; i++) {
            signers[i] = vm.addr(signing[i]);
            votes[i] = _signVote(signing[i], seated, 0, Escrow.Outcome.CreatorWin);
        }
        _refuses(abi.encodeWithSelector(Escrow.NotSeated.selector, signers[0]));
        escrow.settleByPanel(seated, Escrow.Outcome.CreatorWin, signers, votes);

        // in the names of those who sit
        signers = _signers(seated, K);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, signers[0]));
        escrow.settleByPanel(seated, Escrow.Outcome.CreatorWin, signers, votes);

        // with one of them bought
        votes[0] = _signVote(keyOf[signers[0]], seated, 0, Escrow.Outcome.CreatorWin);
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, signers[1]));
        escrow.settleByPanel(seated, Escrow.Outcome.CreatorWin, signers, votes);
        _assertUntouched();
    }

    /// Of the whole roster exactly one row can be seated, the one the seed drew; and staking puts nobody on a roster.
    function test_ItCannotChooseAPanelMember() external {
        _fixSeed(disputed);
        (Escrow.Leaf memory right,) = _rowOf(escrow.drawn(disputed, 0));
        address own = vm.addr(DESK_KEY);
        _stake(own);
        Escrow.Leaf[] memory rows = new Escrow.Leaf[](1);
        bytes32[][] memory proofs = new bytes32[][](1);
        for (uint256 i = 0; i < MEMBERS; i++) {
            (rows[0], proofs[0]) = _rowOf(roster[i].weightBefore);
            if (i == right.index) continue;
            _as(SUBMITTER_KEY);
            _refuses(abi.encodeWithSelector(Escrow.LeafNotDrawn.selector, rows[0].member, escrow.drawn(disputed, 0)));
            escrow.seat(disputed, 0, rows, proofs);

            rows[0].member = own;
            _as(SUBMITTER_KEY);
            _refuses(abi.encodeWithSelector(Escrow.LeafNotInRoster.selector, own));
            escrow.seat(disputed, 0, rows, proofs);
        }
        rows[0] = Escrow.Leaf(0, own, 0, totalWeight);
        _refuses(abi.encodeWithSelector(Escrow.LeafNotInRoster.selector, own));
        escrow.seat(disputed, 0, rows, new bytes32[][](1));

        (rows[0], proofs[0]) = _rowOf(escrow.drawn(disputed, 0));
        escrow.seat(disputed, 0, rows, proofs);
        vm.assertEq(escrow.statusOf(disputed).seats[0], right.member, "the one that was drawn");
    }

    /// It can neither look ahead, nor try again, nor take more than the one second draw that anybody may ask for.
    function test_ItCannotChooseASeed() external {
        _as(SUBMITTER_KEY);
        _refuses(abi.encodeWithSelector(Escrow.SeedAlreadyFixed.selector));
        escrow.fixSeed(seated);
        _as(SUBMITTER_KEY);
        _refuses(abi.encodeWithSelector(Escrow.TooEarly.selector, START + 1 days));
        escrow.redraw(seated);
        vm.warp(START + 1 days);
        _as(SUBMITTER_KEY);
        escrow.redraw(seated);
        uint64 seedBlock = escrow.statusOf(seated).seedBlock;
        vm.assertTrue(seedBlock > block.number, "a block nobody has seen");
        _refuses(abi.encodeWithSelector(Escrow.TooEarly.selector, seedBlock + 1));
        escrow.fixSeed(seated);
        _fixSeed(seated);
        _refuses(abi.encodeWithSelector(Escrow.AlreadyRedrawn.selector));
        escrow.redraw(seated);
        _refuses(abi.encodeWithSelector(Escrow.SeedAlreadyFixed.selector));
        escrow.fixSeed(seated);
        _assertUntouched();
    }

    function testFuzz_ItCannotEndADealEarly(uint256 time, uint256 key) external {
        (bytes32[7] memory ids, uint64[7] memory deadlines) = _deadlines();
        for (uint256 i = 0; i < ids.length; i++) {
            vm.warp(_bound(time, START, deadlines[i]));
            _as(k_(key));
            _refuses(abi.encodeWithSelector(Escrow.TooEarly.selector, deadlines[i] + 1));
            escrow.expire(ids[i]);
        }
        _assertUntouched();
    }

    /// When it ends a deal late, as anybody may, everything goes back to whom it came from.
    function test_EndingADealLateGivesItNothing() external {
        vm.warp(START + 30 days);
        (bytes32[7] memory ids,) = _deadlines();
        vm.startPrank(vm.addr(SUBMITTER_KEY));
        for (uint256 i = 0; i < ids.length; i++) {
            escrow.expire(ids[i]);
        }
        vm.stopPrank();
        for (uint256 k = 0; k < keys.length; k++) {
            _assertCredited(COIN, vm.addr(keys[k]), 0);
            _as(keys[k]);
            _refuses(abi.encodeWithSelector(Escrow.NothingToPay.selector));
            escrow.withdraw(COIN, vm.addr(keys[k]));
        }
        uint256 toCreator = 7 * CREATOR_BOND + 500 + FEE;
        _assertCredited(COIN, creator, toCreator);
        _assertCredited(COIN, counterparty, 6 * COUNTERPARTY_BOND + 300 + FEE);
        _as(SUBMITTER_KEY);
        escrow.push(COIN, creator);
        vm.assertEq(creator.balance, toCreator, "pushed to its owner");
    }

    function test_ItCannotActAsAParty() external {
        for (uint256 k = 0; k < keys.length; k++) {
            address own = vm.addr(keys[k]);
            vm.deal(own, 10_000_000);
            bytes memory refused = abi.encodeWithSelector(Escrow.NotParty.selector, own);
            _as(keys[k]);
            _refuses(refused);
            escrow.open{value: CREATOR_BOND}(_salted(_deal(), 9));
            _as(keys[k]);
            _refuses(refused);
            escrow.join{value: COUNTERPARTY_BOND}(opened);
            _as(keys[k]);
            _refuses(refused);
            escrow.respond(enforced, CASE);
            _as(keys[k]);
            _refuses(refused);
            escrow.openDispute{value: FEE}(plain, CASE);
            _as(keys[k]);
            _refuses(refused);
            escrow.voidOffers(plain);
        }
        _assertUntouched();
    }

    /// What a member staked is out of its reach as well.
    function test_ItCannotTouchAStake() external {
        for (uint256 k = 0; k < keys.length; k++) {
            _as(keys[k]);
            _refuses(abi.encodeWithSelector(IAuditorStake.NothingLocked.selector, 0));
            stake.askUnlock(1);
            _as(keys[k]);
            _refuses(abi.encodeWithSelector(IAuditorStake.NothingAsked.selector));
            stake.unlock(vm.addr(keys[k]));
        }
        for (uint256 i = 0; i < MEMBERS; i++) {
            vm.assertTrue(stake.isStaked(roster[i].member), "staked");
        }
    }

    /// The functions there are, by name: none besides those of the interface, so no owner, no pause, no upgrade, no sweep.
    function test_ThereIsNoOtherDoor() external view {
        string[27] memory known = [
            "open((address,address,address,uint256,uint256,uint256,uint256,uint64,uint64,uint64,uint64,address,(address,uint8,int256,uint64,uint64),(bytes32,uint256,uint32,uint32,address[]),bytes32,bytes32))",
            "idOf((address,address,address,uint256,uint256,uint256,uint256,uint64,uint64,uint64,uint64,address,(address,uint8,int256,uint64,uint64),(bytes32,uint256,uint32,uint32,address[]),bytes32,bytes32))",
            "settle((string,string,bytes32,bytes32,string,uint256,uint256,uint256,uint64),bytes,(string,string,bytes32,bytes32,string,uint256,uint256,uint256,uint64),bytes)",
            "split((string,string,bytes32,bytes32,string,uint256,uint256,uint256,uint64),bytes,(string,string,bytes32,bytes32,string,uint256,uint256,uint256,uint64),bytes)",
            "settleByResolver((string,string,bytes32,bytes32,string,uint256,uint256,uint256,uint64),bytes)",
            "seat(bytes32,uint32,(uint256,address,uint256,uint256)[],bytes32[][])",
            "settleByPanel(bytes32,uint8,address[],bytes[])",
            "settleByOracle(bytes32,uint80)",
            "join(bytes32)",
            "respond(bytes32,bytes32)",
            "openDispute(bytes32,bytes32)",
            "fixSeed(bytes32)",
            "redraw(bytes32)",
            "expire(bytes32)",
            "voidOffers(bytes32)",
            "withdraw(address,address)",
            "push(address,address)",
            "dealOf(bytes32)",
            "statusOf(bytes32)",
            "nonceOf(bytes32,address)",
            "credited(address,address)",
            "heldOf(bytes32)",
            "drawn(bytes32,uint32)",
            "treasury()",
            "stake()",
            "eip712Domain()",
            ""
        ];
        string memory artifact = vm.readFile("contracts/out/ChallengeEscrow.sol/ChallengeEscrow.json");
        string[] memory names = vm.parseJsonKeys(artifact, "$.methodIdentifiers");
        vm.assertEq(names.length, known.length - 1, "functions");
        for (uint256 i = 0; i < names.length; i++) {
            bool isKnown = false;
            for (uint256 j = 0; j < known.length; j++) {
                isKnown = isKnown || _isSame(names[i], known[j]);
            }
            vm.assertTrue(isKnown, names[i]);
        }
    }

    function _isSame(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }

    function _deadlines() private view returns (bytes32[7] memory ids, uint64[7] memory deadlines) {
        ids = [opened, plain, enforced, resolved, fed, disputed, seated];
        deadlines = [JOIN_BY, SETTLE_BY, RESPOND_BY, SETTLE_BY, SETTLE_BY, SETTLE_BY, SETTLE_BY]; // 4 days, the dispute 3
    }

    function _assertUntouched() private view {
        (bytes32[7] memory ids,) = _deadlines();
        uint256 held = 0;
        for (uint256 i = 0; i < ids.length; i++) {
            vm.assertTrue(escrow.statusOf(ids[i]).state != Escrow.State.Ended, "ended");
            held += escrow.heldOf(ids[i]);
        }
        vm.assertEq(held, 7 * CREATOR_BOND + 6 * COUNTERPARTY_BOND + 800, "held");
        vm.assertEq(address(escrow).balance, held + 2 * FEE, "balance");
        for (uint256 k = 0; k < keys.length; k++) {
            _assertCredited(COIN, vm.addr(keys[k]), 0);
        }
    }

    function _salted(Escrow.Deal memory deal, uint256 salt) private pure returns (Escrow.Deal memory) {
        deal.salt = bytes32(salt);
        return deal;
    }

    function _as(uint256 key) private {
        vm.prank(vm.addr(key));
    }

    function k_(uint256 i) private view returns (uint256) {
        return keys[i % keys.length];
    }

    function _refusesSettle(bytes32 id, uint256 keyA, uint256 keyB, address missing) private {
        Escrow.Settle memory a = _text(id, creator, Escrow.Outcome.CreatorWin);
        Escrow.Settle memory b = _text(id, counterparty, Escrow.Outcome.CreatorWin);
        (bytes memory sa, bytes memory sb) = (_sign(keyA, a), _sign(keyB, b));
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, missing));
        escrow.settle(a, sa, b, sb);
    }

    function _refusesSplit(bytes32 id, uint256 keyA, uint256 keyB, address missing) private {
        uint256 held = escrow.heldOf(id);
        Escrow.Settle memory a = _splitText(id, creator, held, 0);
        Escrow.Settle memory b = _splitText(id, counterparty, held, 0);
        (bytes memory sa, bytes memory sb) = (_sign(keyA, a), _sign(keyB, b));
        _refuses(abi.encodeWithSelector(Escrow.InvalidSignature.selector, missing));
        escrow.split(a, sa, b, sb);
    }

    function _refusesResolver(bytes32 id, uint256 key, bytes memory reason) private {
        Escrow.Settle memory text = _text(id, resolver, Escrow.Outcome.CreatorWin);
        bytes memory signature = _sign(key, text);
        _refuses(reason);
        escrow.settleByResolver(text, signature);
    }
}
