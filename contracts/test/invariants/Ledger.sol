// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest} from "../base/EscrowTest.sol";
import {Roster} from "../base/Roster.sol";
import {vm} from "../base/Vm.sol";
import {MockWallet} from "../mocks/MockWallet.sol";
import {PhasedFeed} from "../mocks/PhasedFeed.sol";

/// @title The deals a run has made, by what can happen to them next, and the books of what went in and out
/// @notice Kept from what people signed, sent and received, never from what the escrow says of itself. Everybody is a
/// contract wallet, which agrees forty times as fast as a key signs; the creator's has a key as well, and uses both.
abstract contract Ledger is EscrowTest {
    enum Kind {
        Plain,
        Resolver,
        Oracle,
        Panel,
        Enforced // waits for responses, then it is Plain
    }

    enum Phase {
        None,
        Open,
        Joined,
        Disputed,
        Seated,
        Ended
    }

    struct Mine {
        Kind kind;
        Phase phase;
        bool isSwapped; // the counterparty made it
        bool isCoin;
        bool openedByCreator; // its dispute
        bool atMost; // the oracle's comparison
        bool isRedrawn;
        uint8 responses; // 1: the creator's, 2: the counterparty's
        uint64 joinBy;
        uint64 respondBy;
        uint64 deadline;
        uint64 seedBlock;
        uint64 disputedAt;
        uint64 place; // in its list, from 0
        uint128 creatorBond;
        uint128 counterpartyBond;
        uint128 creatorBase;
        uint128 counterpartyBase;
        uint64 settleBy;
    }

    uint256 internal constant KINDS = 5;
    uint256 internal constant MEMBERS = 4;
    uint32 internal constant K = 2;
    uint32 internal constant M = 3;
    int256 internal constant THRESHOLD = 50;
    uint256 internal constant ANSWERS = 8;

    bytes32[] internal all;
    mapping(bytes32 id => Mine) internal mine;
    mapping(Kind => mapping(Phase => bytes32[])) internal live;

    /// By token; `owed` also by account, from endings reckoned here a second time.
    mapping(address token => uint256) public deposited;
    mapping(address token => uint256) public paidOut;
    mapping(address token => uint256) public stray;
    mapping(address token => mapping(address account => uint256)) internal owed;

    address internal feed;
    address[] internal members;
    bytes32 internal rosterRoot;
    bytes32[][] internal proofs; // of each member's row
    bytes32 private _separator;
    bytes private _wallet;

    function setUp() public virtual override {
        super.setUp();
        feed = vm.deployCode("PhasedFeed.sol:PhasedFeed", "");
        for (uint80 i = 1; i <= ANSWERS; i++) {
            PhasedFeed(feed).setRound(2 * i, 1, START - 1);
            PhasedFeed(feed).setRound(2 * i + 1, _answer(i), START + i);
        }
        _separator = _domain();
        _wallet = vm.deployCode("MockWallet.sol:MockWallet", abi.encode(MockWallet.Way.Asks)).code;
        _provide(creator);
        _provide(counterparty);
        _makeRoster();
        vm.etch(creator, _wallet);
        vm.etch(counterparty, _wallet);
        vm.etch(resolver, _wallet);
    }

    /// More than a run can spend, so that no call has to begin with a gift.
    function _provide(address party) private {
        vm.deal(party, 1 << 200);
        token.mint(party, 1 << 200);
        vm.prank(party);
        token.approve(address(escrow), type(uint256).max);
    }

    function _makeRoster() private {
        address[] memory people = new address[](MEMBERS);
        uint256[] memory weights = new uint256[](MEMBERS);
        for (uint256 i = 0; i < MEMBERS; i++) {
            (people[i], weights[i]) = (address(uint160(0xA0D170 + i)), 1);
            vm.deal(people[i], MINIMUM_STAKE);
            vm.prank(people[i]);
            stake.lock{value: MINIMUM_STAKE}();
            vm.etch(people[i], _wallet);
            members.push(people[i]);
        }
        (Escrow.Leaf[] memory rows,) = Roster.rows(people, weights);
        bytes32[] memory tree = Roster.tree(rows);
        rosterRoot = tree[0];
        for (uint256 i = 0; i < MEMBERS; i++) {
            proofs.push(Roster.proof(tree, Roster.hash(rows[i])));
        }
    }

    function _answer(uint256 i) internal pure returns (int256) {
        return THRESHOLD + int256(i) - int256(ANSWERS / 2);
    }

    // Steps

    function _new(uint256 seed, Kind kind) internal returns (bytes32 id) {
        Escrow.Deal memory deal = _newDeal(seed, kind);
        uint256 amount = deal.creatorBond + deal.creatorBase;
        vm.prank(deal.creator);
        id = escrow.open{value: deal.token == COIN ? amount : 0}(deal);

        Mine storage one = mine[id];
        (one.kind, one.isSwapped, one.isCoin) = (kind, deal.creator == counterparty, deal.token == COIN);
        (one.creatorBond, one.counterpartyBond) = (uint128(deal.creatorBond), uint128(deal.counterpartyBond));
        (one.creatorBase, one.counterpartyBase) = (uint128(deal.creatorBase), uint128(deal.counterpartyBase));
        (one.joinBy, one.respondBy, one.settleBy) = (deal.joinBy, deal.respondBy, deal.settleBy);
        one.atMost = deal.oracle.comparator == Escrow.Comparator.AtMost;
        one.deadline = deal.joinBy;
        deposited[deal.token] += amount;
        all.push(id);
        _enter(id, Phase.Open);
    }

    function _newDeal(uint256 seed, Kind kind) private view returns (Escrow.Deal memory deal) {
        deal = _deal();
        if (seed & 1 == 1) (deal.creator, deal.counterparty) = (counterparty, creator);
        if (seed & 2 == 2) deal.token = address(token);
        deal.creatorBond = _amount(seed >> 8);
        deal.counterpartyBond = _amount(seed >> 72);
        deal.creatorBase = seed & 4 == 4 ? _amount(seed >> 136) : 0;
        deal.counterpartyBase = seed & 8 == 8 ? _amount(seed >> 200) : 0;
        deal.salt = bytes32(all.length + 1);
        deal.joinBy = uint64(block.timestamp + 1 + seed % 100 days);
        if (kind == Kind.Enforced) deal.respondBy = deal.joinBy + 10 days;
        deal.settleBy = deal.joinBy + 20 days + uint64((seed >> 16) % 100 days);
        if (kind == Kind.Resolver) deal.resolver = resolver;
        if (kind == Kind.Panel) deal.panel = Escrow.Panel(rosterRoot, MEMBERS, K, M, new address[](0));
        if (kind == Kind.Oracle) {
            deal.oracle = Escrow.Oracle(feed, Escrow.Comparator(seed >> 4 & 1), THRESHOLD, START, 1 days);
        }
    }

    /// One of every order of magnitude from a single unit to what fits into uint128.
    function _amount(uint256 seed) private pure returns (uint256) {
        return (uint128(uint256(keccak256(abi.encode(seed)))) >> (seed % 128)) | 1;
    }

    function _joinNow(bytes32 id) internal {
        Mine storage one = mine[id];
        uint256 amount = uint256(one.counterpartyBond) + one.counterpartyBase;
        vm.prank(_counterparty(one));
        escrow.join{value: one.isCoin ? amount : 0}(id);
        deposited[_token(one)] += amount;
        one.deadline = one.kind == Kind.Enforced ? one.respondBy : one.settleBy;
        _enter(id, Phase.Joined);
    }

    function _respondNow(bytes32 id, bool byCreator) internal {
        Mine storage one = mine[id];
        if (one.responses > 0) byCreator = one.responses == 2;
        vm.prank(byCreator ? _creator(one) : _counterparty(one));
        escrow.respond(id, CASE);
        one.responses += byCreator ? 1 : 2;
        if (one.responses < 3) return;

        _leave(one);
        (one.kind, one.deadline) = (Kind.Plain, one.settleBy);
        _list(id, one);
    }

    function _disputeNow(bytes32 id, bool byCreator) internal {
        Mine storage one = mine[id];
        uint256 fee = _feeOf(one);
        vm.prank(byCreator ? _creator(one) : _counterparty(one));
        escrow.openDispute{value: one.isCoin ? fee : 0}(id, CASE);
        deposited[_token(one)] += fee;
        one.openedByCreator = byCreator;
        one.disputedAt = uint64(block.timestamp);
        one.seedBlock = uint64(block.number + 4);
        uint64 until = uint64(block.timestamp + DISPUTE_WINDOW);
        one.deadline = until > one.settleBy ? until : one.settleBy;
        _enter(id, Phase.Disputed);
    }

    function _seatNow(bytes32 id) internal {
        bytes32 seed = _seedNow(id);
        uint32 round = mine[id].isRedrawn ? 1 : 0;
        uint256 count = 0;
        uint256 seated = 0;
        for (uint256 seats = 0; seats < M; count++) {
            uint256 row = uint256(keccak256(abi.encodePacked(seed, round, uint32(count)))) % MEMBERS;
            if (seated & (1 << row) == 0) seats++;
            seated |= 1 << row;
        }
        Escrow.Leaf[] memory rows = new Escrow.Leaf[](count);
        bytes32[][] memory paths = new bytes32[][](count);
        for (uint256 i = 0; i < count; i++) {
            uint256 row = uint256(keccak256(abi.encodePacked(seed, round, uint32(i)))) % MEMBERS;
            rows[i] = Escrow.Leaf(row, members[row], row, 1);
            paths[i] = proofs[row];
        }
        escrow.seat(id, 0, rows, paths);
        _enter(id, Phase.Seated);
    }

    function _seedNow(bytes32 id) private returns (bytes32) {
        Mine storage one = mine[id];
        if (block.number > one.seedBlock + 256) {
            escrow.fixSeed(id); // missed: it names a later block
            one.seedBlock = uint64(block.number + 4);
        }
        if (block.number <= one.seedBlock) vm.roll(one.seedBlock + 1);
        bytes32 blockHash = keccak256(abi.encode(id, one.seedBlock));
        vm.setBlockhash(one.seedBlock, blockHash);
        escrow.fixSeed(id);
        return keccak256(abi.encodePacked(id, rosterRoot, blockHash));
    }

    // What is owed

    function _endWithoutLoser(bytes32 id, address[] memory provers) internal {
        Mine storage one = mine[id];
        _endShared(
            id,
            uint256(one.creatorBond) + one.creatorBase,
            uint256(one.counterpartyBond) + one.counterpartyBase,
            provers
        );
    }

    /// Both get these amounts, and the fee goes to the provers, its dust to the opener.
    function _endShared(bytes32 id, uint256 toCreator, uint256 toCounterparty, address[] memory provers) internal {
        Mine storage one = mine[id];
        mapping(address => uint256) storage book = owed[_token(one)];
        book[_creator(one)] += toCreator;
        book[_counterparty(one)] += toCounterparty;
        uint256 fee = _paidFee(one);
        for (uint256 i = 0; i < provers.length; i++) {
            book[provers[i]] += fee / provers.length;
        }
        book[_opener(one)] += provers.length == 0 ? fee : fee % provers.length;
        _enter(id, Phase.Ended);
    }

    function _endWithLoser(bytes32 id, bool creatorWon, address[] memory provers) internal {
        Mine storage one = mine[id];
        mapping(address => uint256) storage book = owed[_token(one)];
        uint256 bond = creatorWon ? one.counterpartyBond : one.creatorBond;
        uint256 toTreasury = bond / 10;
        uint256 burned = bond * 3 / 10;
        book[treasury] += toTreasury;
        book[BURN] += burned;

        uint256 pool = _paidFee(one);
        uint256 share = provers.length == 0 ? 0 : bond / 10;
        bool openerWon = pool > 0 && one.openedByCreator == creatorWon;
        uint256 back = provers.length == 0 ? pool : openerWon ? (pool < share ? pool : share) : 0;
        book[_opener(one)] += back;
        uint256 toProvers = provers.length == 0 ? 0 : (pool + share - back) / provers.length;
        for (uint256 i = 0; i < provers.length; i++) {
            book[provers[i]] += toProvers;
        }

        uint256 everything =
            uint256(one.creatorBond) + one.counterpartyBond + one.creatorBase + one.counterpartyBase + pool;
        book[creatorWon ? _creator(one) : _counterparty(one)] += everything - toTreasury - burned - back - toProvers
            * provers.length;
        _enter(id, Phase.Ended);
    }

    function _feeOf(Mine storage one) private view returns (uint256) {
        return (one.creatorBond > one.counterpartyBond ? one.creatorBond : one.counterpartyBond) / 10;
    }

    function _paidFee(Mine storage one) internal view returns (uint256) {
        return one.disputedAt > 0 ? _feeOf(one) : 0;
    }

    // Who and what

    function _creator(Mine storage one) internal view returns (address) {
        return one.isSwapped ? counterparty : creator;
    }

    function _counterparty(Mine storage one) internal view returns (address) {
        return one.isSwapped ? creator : counterparty;
    }

    function _opener(Mine storage one) private view returns (address) {
        return one.openedByCreator ? _creator(one) : _counterparty(one);
    }

    function _token(Mine storage one) internal view returns (address) {
        return one.isCoin ? COIN : address(token);
    }

    function _digest(bytes32 structHash) internal view override returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", _separator, structHash));
    }

    // Lists

    function _enter(bytes32 id, Phase phase) internal {
        Mine storage one = mine[id];
        if (one.phase != Phase.None) _leave(one);
        one.phase = phase;
        if (phase != Phase.Ended) _list(id, one);
    }

    function _list(bytes32 id, Mine storage one) private {
        bytes32[] storage list = live[one.kind][one.phase];
        one.place = uint64(list.length);
        list.push(id);
    }

    function _leave(Mine storage one) private {
        bytes32[] storage list = live[one.kind][one.phase];
        bytes32 last = list[list.length - 1];
        list[one.place] = last;
        mine[last].place = one.place;
        list.pop();
    }
}
