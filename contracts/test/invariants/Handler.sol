// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {Eip712} from "../base/Eip712.sol";
import {vm} from "../base/Vm.sol";
import {Actions} from "./Actions.sol";

/// @title What people do, at random
/// @notice Every function does what it is named for each time it is called: a deal in the right phase is taken, one past
/// its deadline is expired first, and when there is none, one is made. So no call may ever revert.
contract Handler is Actions {
    uint256 private constant FORBIDDEN = 16;
    uint256 private constant STOCK = 5;

    /// Every run begins with these, so that few calls have to make a deal before they can do what they are for.
    function setUp() public override {
        super.setUp();
        for (uint256 kind = 0; kind < KINDS; kind++) {
            for (uint256 phase = uint256(Phase.Open); phase <= uint256(Phase.Seated); phase++) {
                if (phase >= uint256(Phase.Disputed) && Kind(kind) == Kind.Enforced) continue;
                if (phase == uint256(Phase.Seated) && Kind(kind) != Kind.Panel) continue;
                for (uint256 i = 0; i < STOCK; i++) {
                    _make(uint256(keccak256(abi.encode(kind, phase, i))), Kind(kind), Phase(phase));
                }
            }
        }
    }

    // Deposits

    function open(uint256 seed) external {
        _new(seed, Kind(seed % KINDS));
    }

    function join(uint256 seed) external {
        _joinNow(_takeAny(seed, KINDS, Phase.Open, Phase.Open));
    }

    function openAndJoin(uint256 seed) external {
        _make(seed, Kind(seed % KINDS), Phase.Joined);
    }

    function respond(uint256 seed) external {
        _respondNow(_take(seed, Kind.Enforced, Phase.Joined), seed & 1 == 1);
    }

    // Endings

    function settle(uint256 seed) external {
        bytes32 id = _takeAny(seed, KINDS, Phase.Joined, Phase.Seated);
        Escrow.Outcome outcome = Escrow.Outcome(1 + seed % 5);
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) = _signed(id, outcome);
        escrow.settle(a, sa, b, sb);
        _end(id, outcome, new address[](0));
    }

    function split(uint256 seed) external {
        bytes32 id = _takeAny(seed, KINDS, Phase.Joined, Phase.Seated);
        Mine storage one = mine[id];
        uint256 held = uint256(one.creatorBond) + one.counterpartyBond + one.creatorBase + one.counterpartyBase;
        uint256 toCreator = _bound(seed >> 3, 0, held);
        Escrow.Settle memory a = _settleText(id, _creator(one), "SPLIT");
        Escrow.Settle memory b = _settleText(id, _counterparty(one), "SPLIT");
        (a.toCreator, a.toCounterparty) = (toCreator, held - toCreator);
        (b.toCreator, b.toCounterparty) = (toCreator, held - toCreator);
        escrow.split(a, _agree(_creator(one), a), b, _agree(_counterparty(one), b));
        _endShared(id, toCreator, held - toCreator, new address[](0));
    }

    function settleByResolver(uint256 seed) external {
        bytes32 id = _take(seed, Kind.Resolver, seed & 1 == 1 ? Phase.Joined : Phase.Disputed);
        Escrow.Outcome outcome = Escrow.Outcome(1 + seed % 5);
        Escrow.Settle memory text = _settleText(id, resolver, Eip712.wordOf(outcome));
        escrow.settleByResolver(text, _agree(resolver, text));
        _end(id, outcome, new address[](0));
    }

    function settleByOracle(uint256 seed) external {
        bytes32 id = _take(seed, Kind.Oracle, seed & 1 == 1 ? Phase.Joined : Phase.Disputed);
        uint256 which = 1 + (seed >> 1) % ANSWERS;
        int256 answer = _answer(which);
        escrow.settleByOracle(id, uint80(2 * which + 1));
        _endWithLoser(id, mine[id].atMost ? answer <= THRESHOLD : answer >= THRESHOLD, new address[](0));
    }

    function settleByPanel(uint256 seed) external {
        bytes32 id = _take(seed, Kind.Panel, Phase.Seated);
        Escrow.Outcome outcome = Escrow.Outcome(1 + seed % 5);
        (address[] memory signers, bytes[] memory votes) = _verdict(id, outcome);
        escrow.settleByPanel(id, outcome, signers, votes);
        _end(id, outcome, signers);
    }

    function expire(uint256 seed) external {
        bytes32 id = _any(seed);
        if (block.timestamp <= mine[id].deadline) {
            // A late one would take all others with it: one that goes back soon is made and waited for.
            id = _new(seed - seed % 100 days, Kind(seed % KINDS));
            vm.warp(block.timestamp + 1);
            _mustRefuse(stranger, abi.encodeCall(escrow.expire, (id)), "expired at its deadline");
            vm.warp(block.timestamp + 1);
        }
        _expireNow(id);
    }

    // Disputes

    function openDispute(uint256 seed) external {
        _disputeNow(_takeAny(seed, KINDS - 1, Phase.Joined, Phase.Joined), seed & 1 == 1);
    }

    function seat(uint256 seed) external {
        _seatNow(_take(seed, Kind.Panel, Phase.Disputed));
    }

    function redraw(uint256 seed) external {
        bytes32 id = _take(seed, Kind.Panel, seed & 1 == 1 ? Phase.Disputed : Phase.Seated);
        if (mine[id].isRedrawn) id = _make(seed, Kind.Panel, Phase.Disputed);
        uint256 from = mine[id].disputedAt + 1 days;
        if (block.timestamp < from) vm.warp(from);
        escrow.redraw(id);
        (mine[id].isRedrawn, mine[id].seedBlock) = (true, uint64(block.number + 4));
        _enter(id, Phase.Disputed);
        _mustRefuse(stranger, abi.encodeCall(escrow.redraw, (id)), "redrawn twice");
    }

    function voidOffers(uint256 seed) external {
        bytes32 id = _any(seed);
        address party = seed & 1 == 1 ? creator : counterparty;
        vm.prank(party);
        escrow.voidOffers(id);
        nonces[id][party]++;
    }

    // Payouts

    function withdraw(uint256 seed) external {
        (address token_, address account) = _anyOwed(seed);
        uint256 before = _balance(token_, stranger);
        vm.prank(account);
        escrow.withdraw(token_, stranger);
        _paid(token_, account, _balance(token_, stranger) - before);
    }

    function push(uint256 seed) external {
        (address token_, address account) = _anyOwed(seed);
        _pushNow(token_, account);
    }

    // The world

    function pass(uint256 seed) external {
        vm.warp(block.timestamp + seed % 12 hours);
        vm.roll(block.number + (seed >> 16) % 100);
    }

    function strayIn(uint64 amount, bool isCoin) external {
        if (isCoin) vm.deal(address(escrow), address(escrow).balance + amount);
        else token.mint(address(escrow), amount);
        stray[isCoin ? COIN : address(token)] += amount;
    }

    // What nobody may do

    function forbidden(uint256 seed) external {
        bytes32 id = seed & 1 == 1 && all.length > 0 ? all[(seed >> 1) % all.length] : _any(seed);
        uint256 which = (seed >> 32) % FORBIDDEN;
        (address who, bytes memory data) = _move(id, which);
        uint256 held = escrow.heldOf(id);

        _mustRefuse(who, data, string.concat("move ", vm.toString(which)));
        if (escrow.heldOf(id) != held) broken = string.concat("moved money when refused: ", vm.toString(which));
    }

    /// A move that is forbidden in every phase, or in the phase the deal is in.
    function _move(bytes32 id, uint256 which) private returns (address, bytes memory) {
        bool ended = mine[id].phase == Phase.Ended;
        if (which == 0) return (stranger, abi.encodeCall(escrow.join, (id)));
        if (which == 1) return (stranger, abi.encodeCall(escrow.respond, (id, CASE)));
        if (which == 2) return (stranger, abi.encodeCall(escrow.openDispute, (id, CASE)));
        if (which == 3) return (_creator(mine[id]), abi.encodeCall(escrow.open, (escrow.dealOf(id))));
        if (which == 4) return (stranger, abi.encodeCall(escrow.voidOffers, (id)));
        if (which == 5) return (stranger, abi.encodeCall(escrow.withdraw, (_token(mine[id]), stranger)));
        if (which == 6) return (stranger, _settleCall(id, false, true));
        if (which == 7) return (stranger, _settleCall(id, true, false));
        if (which == 8) return (stranger, _resolverCall(id));
        if (which == 9) return (stranger, abi.encodeCall(escrow.settleByOracle, (id, 2)));
        if (which == 10) return (stranger, _panelCall(id));
        if (which == 11) return (stranger, _seatCall(id));
        if (which == 12 && mine[id].isRedrawn) return (stranger, abi.encodeCall(escrow.redraw, (id)));
        if (which == 13 && ended) return (stranger, _settleCall(id, true, true));
        if (which == 14 && ended) return (_creator(mine[id]), abi.encodeCall(escrow.openDispute, (id, CASE)));
        if (ended || block.timestamp <= mine[id].deadline) return (stranger, abi.encodeCall(escrow.expire, (id)));
        return (stranger, abi.encodeCall(escrow.join, ("no such deal")));
    }

    /// With a signature that is not theirs for those who do not agree.
    function _settleCall(bytes32 id, bool creatorAgrees, bool counterpartyAgrees) private returns (bytes memory) {
        Escrow.Settle memory a = _settleText(id, _creator(mine[id]), "CREATOR_WIN");
        Escrow.Settle memory b = _settleText(id, _counterparty(mine[id]), "CREATOR_WIN");
        b.validUntil++; // one wallet that agreed to one text did not agree to both
        // Wallets remember what they agreed to: what one side agreed to alone, the other must not complete.
        a.challenge = b.challenge = creatorAgrees ? "the creator alone" : "the counterparty alone";
        bytes memory sa = creatorAgrees ? _agree(_creator(mine[id]), a) : bytes("not agreed");
        bytes memory sb = counterpartyAgrees ? _agree(_counterparty(mine[id]), b) : bytes("not agreed");
        return abi.encodeCall(escrow.settle, (a, sa, b, sb));
    }

    function _resolverCall(bytes32 id) private view returns (bytes memory) {
        return abi.encodeCall(escrow.settleByResolver, (_settleText(id, resolver, "CREATOR_WIN"), "not agreed"));
    }

    function _panelCall(bytes32 id) private view returns (bytes memory) {
        address[] memory signers = new address[](K);
        for (uint256 i = 0; i < K; i++) {
            signers[i] = address(uint160(1 + i));
        }
        return abi.encodeCall(escrow.settleByPanel, (id, Escrow.Outcome.Draw, signers, new bytes[](K)));
    }

    function _seatCall(bytes32 id) private view returns (bytes memory) {
        Escrow.Leaf[] memory rows = new Escrow.Leaf[](1);
        rows[0] = Escrow.Leaf(0, stranger, 0, MEMBERS);
        return abi.encodeCall(escrow.seat, (id, escrow.statusOf(id).nextAttempt, rows, new bytes32[][](1)));
    }

    // At the end of a run

    /// After the last deadline anybody sends everything back, and everybody is paid.
    function everybodyLeaves() external {
        vm.warp(block.timestamp + 2_000 days);
        for (uint256 i = 0; i < all.length; i++) {
            if (mine[all[i]].phase != Phase.Ended) _expireNow(all[i]);
        }
        for (uint256 i = 0; i < 2 * _accounts(); i++) {
            (address token_, address account) = _pair(i);
            if (owed[token_][account] > 0) _pushNow(token_, account);
        }
    }

    /// The escrow has what was deposited and not yet paid out, and what strayed in; and it refused what it must.
    function isWell() external view returns (bool) {
        return address(escrow).balance + paidOut[COIN] == deposited[COIN] + stray[COIN]
            && token.balanceOf(address(escrow)) + paidOut[address(token)]
                == deposited[address(token)] + stray[address(token)] && bytes(broken).length == 0;
    }

    /// What every deal holds and everybody is owed, as the escrow says, against the books.
    function check() external view {
        uint256[2] memory sums;
        for (uint256 i = 0; i < all.length; i++) {
            Mine storage one = mine[all[i]];
            uint256 held = escrow.heldOf(all[i]);
            bool ended = one.phase == Phase.Ended;
            vm.assertEq(held == 0, ended, "an ending that did not stand, or that nobody made");
            sums[one.isCoin ? 0 : 1] += held + (ended ? 0 : _paidFee(one));
        }
        for (uint256 i = 0; i < 2 * _accounts(); i++) {
            (address token_, address account) = _pair(i);
            uint256 credited = escrow.credited(token_, account);
            vm.assertEq(credited, owed[token_][account], "credited");
            sums[token_ == COIN ? 0 : 1] += credited;
        }
        vm.assertEq(sums[0] + paidOut[COIN], deposited[COIN], "coin: held + credited + paid out = deposited");
        vm.assertEq(
            sums[1] + paidOut[address(token)],
            deposited[address(token)],
            "token: held + credited + paid out = deposited"
        );
    }

    function places() external view returns (address escrow_, address token_) {
        return (address(escrow), address(token));
    }
}
