// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuditorStake} from "../../src/IAuditorStake.sol";
import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {Roster} from "./Roster.sol";
import {Eip712} from "./Eip712.sol";
import {vm} from "./Vm.sol";

interface IToken {
    function balanceOf(address account) external view returns (uint256);
    function approve(address spender, uint256 value) external; // some tokens return nothing
    function transfer(address to, uint256 value) external;
    function mint(address to, uint256 value) external;
}

/// @title An escrow, its people, and the sentences the tests are made of
/// @notice Contracts are taken from their artifacts, so that no test carries the escrow's code and all compile quickly.
abstract contract EscrowTest {
    uint256 internal constant CREATOR_KEY = 0xC0FFEE01;
    uint256 internal constant COUNTERPARTY_KEY = 0xC0FFEE02;
    uint256 internal constant RESOLVER_KEY = 0xC0FFEE03;
    uint256 internal constant STRANGER_KEY = 0xC0FFEE04;

    uint256 internal constant CREATOR_BOND = 1_000_003;
    uint256 internal constant COUNTERPARTY_BOND = 999_997;
    uint256 internal constant FEE = 100_000; // a tenth of the larger bond
    uint256 internal constant MINIMUM_STAKE = 1 ether;
    uint64 internal constant START = 1_800_000_000;
    uint64 internal constant JOIN_BY = START + 1 hours;
    uint64 internal constant RESPOND_BY = START + 1 days;
    uint64 internal constant SETTLE_BY = START + 4 days;
    uint64 internal constant DISPUTE_WINDOW = 3 days;
    address internal constant COIN = address(0);
    address internal constant BURN = 0x000000000000000000000000000000000000dEaD;
    bytes32 internal constant CASE = keccak256("case");
    bytes32 internal constant FINAL = keccak256("final");

    address internal immutable creator = vm.addr(CREATOR_KEY);
    address internal immutable counterparty = vm.addr(COUNTERPARTY_KEY);
    address internal immutable resolver = vm.addr(RESOLVER_KEY);
    address internal immutable stranger = vm.addr(STRANGER_KEY);
    address internal immutable treasury = address(0x7EA5);

    Escrow internal escrow;
    IAuditorStake internal stake;
    IToken internal token;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(1_000);
        stake = IAuditorStake(vm.deployCode("AuditorStake.sol:AuditorStake", abi.encode(MINIMUM_STAKE)));
        escrow = Escrow(_deployEscrow());
        token = IToken(vm.deployCode("TestToken.sol:TestToken", ""));
    }

    function _deployEscrow() internal returns (address) {
        return vm.deployCode("ChallengeEscrow.sol:ChallengeEscrow", abi.encode(treasury, address(stake)));
    }

    // Deals

    function _deal() internal view returns (Escrow.Deal memory deal) {
        deal.creator = creator;
        deal.counterparty = counterparty;
        deal.creatorBond = CREATOR_BOND;
        deal.counterpartyBond = COUNTERPARTY_BOND;
        deal.joinBy = JOIN_BY;
        deal.settleBy = SETTLE_BY;
        deal.disputeWindow = DISPUTE_WINDOW;
        deal.finalHash = FINAL;
        deal.salt = keccak256("terms");
    }

    function _tokenDeal() internal view returns (Escrow.Deal memory deal) {
        deal = _deal();
        deal.token = address(token);
    }

    function _enforcedDeal() internal view returns (Escrow.Deal memory deal) {
        deal = _deal();
        deal.respondBy = RESPOND_BY;
        deal.creatorBase = 500;
        deal.counterpartyBase = 300;
    }

    function _resolverDeal() internal view returns (Escrow.Deal memory deal) {
        deal = _deal();
        deal.resolver = resolver;
    }

    // Deposits

    /// Gives `from` what it has to deposit, and returns the coin it has to send along.
    function _fund(address token_, address from, uint256 amount) internal returns (uint256 value) {
        if (token_ == COIN) {
            vm.deal(from, from.balance + amount);
            return amount;
        }
        IToken(token_).mint(from, amount);
        vm.prank(from);
        IToken(token_).approve(address(escrow), amount);
    }

    function _open(Escrow.Deal memory deal) internal returns (bytes32) {
        uint256 value = _fund(deal.token, deal.creator, deal.creatorBond + deal.creatorBase);
        vm.prank(deal.creator);
        return escrow.open{value: value}(deal);
    }

    function _join(bytes32 id) internal {
        Escrow.Deal memory deal = escrow.dealOf(id);
        uint256 value = _fund(deal.token, deal.counterparty, deal.counterpartyBond + deal.counterpartyBase);
        vm.prank(deal.counterparty);
        escrow.join{value: value}(id);
    }

    function _joined(Escrow.Deal memory deal) internal returns (bytes32 id) {
        id = _open(deal);
        _join(id);
    }

    /// Joined, and both have responded.
    function _responded(Escrow.Deal memory deal) internal returns (bytes32 id) {
        id = _joined(deal);
        vm.prank(deal.creator);
        escrow.respond(id, keccak256("creator's"));
        vm.prank(deal.counterparty);
        escrow.respond(id, keccak256("counterparty's"));
    }

    function _dispute(bytes32 id, address opener) internal {
        Escrow.Deal memory deal = escrow.dealOf(id);
        uint256 larger = deal.creatorBond > deal.counterpartyBond ? deal.creatorBond : deal.counterpartyBond;
        uint256 value = _fund(deal.token, opener, larger / 10);
        vm.prank(opener);
        escrow.openDispute{value: value}(id, CASE);
    }

    function _disputed(Escrow.Deal memory deal, address opener) internal returns (bytes32 id) {
        id = _joined(deal);
        _dispute(id, opener);
    }

    // What is signed

    function _text(bytes32 id, address signer, Escrow.Outcome outcome)
        internal
        view
        returns (Escrow.Settle memory text)
    {
        text.outcome = Eip712.wordOf(outcome);
        text.title = string.concat("Countersign: end as ", text.outcome);
        text.challenge = "0193a5f0-0000-7000-8000-000000000001";
        text.deal = id;
        text.finalHash = escrow.dealOf(id).finalHash;
        text.nonce = escrow.nonceOf(id, signer);
        text.validUntil = uint64(block.timestamp + 1 days);
    }

    function _splitText(bytes32 id, address signer, uint256 toCreator, uint256 toCounterparty)
        internal
        view
        returns (Escrow.Settle memory text)
    {
        text = _text(id, signer, Escrow.Outcome.Draw);
        text.title = "Countersign: end as SPLIT";
        text.outcome = "SPLIT";
        text.toCreator = toCreator;
        text.toCounterparty = toCounterparty;
    }

    function _sign(uint256 key, Escrow.Settle memory text) internal view returns (bytes memory) {
        return _signDigest(key, _digest(Eip712.hash(text)));
    }

    function _signVote(uint256 key, bytes32 id, uint32 round, Escrow.Outcome outcome)
        internal
        view
        returns (bytes memory)
    {
        return _signDigest(key, _digest(Eip712.hashVote(id, escrow.dealOf(id).finalHash, round, outcome)));
    }

    function _digest(bytes32 structHash) internal view virtual returns (bytes32) {
        return Eip712.digest(_domain(), structHash);
    }

    function _domain() internal view returns (bytes32) {
        return Eip712.domain(block.chainid, address(escrow));
    }

    function _signDigest(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    // Endings

    function _settle(bytes32 id, Escrow.Outcome outcome) internal {
        (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb) = _offers(id, outcome);
        escrow.settle(a, sa, b, sb);
    }

    function _offers(bytes32 id, Escrow.Outcome outcome)
        internal
        view
        returns (Escrow.Settle memory a, bytes memory sa, Escrow.Settle memory b, bytes memory sb)
    {
        a = _text(id, creator, outcome);
        b = _text(id, counterparty, outcome);
        sa = _sign(CREATOR_KEY, a);
        sb = _sign(COUNTERPARTY_KEY, b);
    }

    function _settleByResolver(bytes32 id, Escrow.Outcome outcome) internal {
        Escrow.Settle memory text = _text(id, resolver, outcome);
        bytes memory signature = _sign(RESOLVER_KEY, text);
        escrow.settleByResolver(text, signature);
    }

    // What must be so

    function _refuses(bytes memory reason) internal {
        vm.expectRevert(reason);
    }

    /// The deal `id` is in another state than the call needs.
    function _refusesState(bytes32 id, Escrow.State state) internal {
        vm.expectRevert(abi.encodeWithSelector(Escrow.WrongState.selector, id, state));
    }

    function _assertCredited(address token_, address account, uint256 amount) internal view {
        vm.assertEq(escrow.credited(token_, account), amount, "credited");
    }

    function _assertState(bytes32 id, Escrow.State state) internal view {
        vm.assertEq(uint256(escrow.statusOf(id).state), uint256(state), "state");
    }

    /// The two parties are credited these amounts, and nothing is held any more.
    function _assertEnded(bytes32 id, uint256 toCreator, uint256 toCounterparty) internal view {
        address token_ = escrow.dealOf(id).token;
        _assertState(id, Escrow.State.Ended);
        vm.assertEq(escrow.heldOf(id), 0, "held");
        _assertCredited(token_, creator, toCreator);
        _assertCredited(token_, counterparty, toCounterparty);
    }

    function _balance(address token_, address account) internal view returns (uint256) {
        return token_ == COIN ? account.balance : IToken(token_).balanceOf(account);
    }

    /// Something between the two, and each of the two itself every eighth time: mistakes live at the edges.
    function _bound(uint256 x, uint256 from, uint256 to) internal pure returns (uint256) {
        if (x % 8 == 0) return from;
        if (x % 8 == 1) return to;
        return from + (x / 8) % (to - from + 1);
    }
}
