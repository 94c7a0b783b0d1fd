// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow as Escrow} from "../../src/IChallengeEscrow.sol";
import {EscrowTest, IToken} from "../base/EscrowTest.sol";
import {vm} from "../base/Vm.sol";

contract OpenTest is EscrowTest {
    function test_RevertWhen_AThirdPartySendsTheDeal() external {
        vm.deal(stranger, CREATOR_BOND);
        _refuses(abi.encodeWithSelector(Escrow.NotParty.selector, stranger));
        vm.prank(stranger);
        escrow.open{value: CREATOR_BOND}(_deal());

        vm.deal(counterparty, CREATOR_BOND);
        _refuses(abi.encodeWithSelector(Escrow.NotParty.selector, counterparty));
        vm.prank(counterparty);
        escrow.open{value: CREATOR_BOND}(_deal());
    }

    function test_RevertWhen_TheDealStandsAlready() external {
        bytes32 id = _open(_deal());
        vm.deal(creator, CREATOR_BOND);
        _refuses(abi.encodeWithSelector(Escrow.AlreadyOpened.selector, id));
        vm.prank(creator);
        escrow.open{value: CREATOR_BOND}(_deal());
    }

    function test_RevertWhen_TheDealEndedAndIsSentAgain() external {
        bytes32 id = _joined(_deal());
        _settle(id, Escrow.Outcome.Draw);
        vm.deal(creator, CREATOR_BOND);
        _refuses(abi.encodeWithSelector(Escrow.AlreadyOpened.selector, id));
        vm.prank(creator);
        escrow.open{value: CREATOR_BOND}(_deal());
    }

    function test_RevertWhen_JoinByHasPassed() external {
        vm.warp(JOIN_BY + 1);
        _refusesDeal(_deal(), "joinBy has passed");
    }

    function test_RevertWhen_ABondIsZero() external {
        Escrow.Deal memory deal = _deal();
        deal.creatorBond = 0;
        _refusesDeal(deal, "a bond is zero");

        deal = _deal();
        deal.counterpartyBond = 0;
        _refusesDeal(deal, "a bond is zero");
    }

    function testFuzz_RevertWhen_AnAmountIsAboveUint128(uint256 amount) external {
        amount = _bound(amount, uint256(type(uint128).max) + 1, type(uint256).max);
        for (uint256 i = 0; i < 4; i++) {
            Escrow.Deal memory deal = _deal();
            if (i == 0) deal.creatorBond = amount;
            if (i == 1) deal.counterpartyBond = amount;
            if (i == 2) deal.creatorBase = amount;
            if (i == 3) deal.counterpartyBase = amount;
            _refusesDeal(deal, i < 2 ? "a bond is too large" : "a base is too large");
        }
    }

    function test_RevertWhen_ThePartiesAreTheSameOrNobody() external {
        Escrow.Deal memory deal = _deal();
        deal.counterparty = creator;
        _refusesDeal(deal, "one party on both sides");

        deal.counterparty = address(0);
        _refusesDeal(deal, "a party is missing");
    }

    function test_RevertWhen_AHashIsMissing() external {
        Escrow.Deal memory deal = _deal();
        deal.finalHash = 0;
        _refusesDeal(deal, "a hash is missing");

        deal = _deal();
        deal.salt = 0;
        _refusesDeal(deal, "a hash is missing");
    }

    function test_RevertWhen_TheTimesAreOutOfOrder() external {
        Escrow.Deal memory deal = _deal();
        deal.respondBy = JOIN_BY - 1;
        _refusesDeal(deal, "respondBy before joinBy");

        deal = _deal();
        deal.settleBy = JOIN_BY;
        _refusesDeal(deal, "settleBy not the last");

        deal = _enforcedDeal();
        deal.settleBy = RESPOND_BY;
        _refusesDeal(deal, "settleBy not the last");

        deal = _deal();
        deal.settleBy = START + 400 days + 1;
        _refusesDeal(deal, "settleBy too far away");
        deal.settleBy = type(uint64).max;
        _refusesDeal(deal, "settleBy too far away");

        deal = _deal();
        deal.disputeWindow = 0;
        _refusesDeal(deal, "disputeWindow out of range");
        deal.disputeWindow = type(uint64).max;
        _refusesDeal(deal, "disputeWindow out of range");
    }

    function test_RevertWhen_MoreThanOneDeciderIsNamed() external {
        Escrow.Oracle memory oracle = Escrow.Oracle(address(0xFEED), Escrow.Comparator.AtLeast, 1, START, 1 days);
        Escrow.Panel memory panel = Escrow.Panel(keccak256("root"), 100, 2, 3, new address[](0));

        Escrow.Deal memory deal = _resolverDeal();
        deal.oracle = oracle;
        _refusesDeal(deal, "two deciders");

        deal = _resolverDeal();
        deal.panel = panel;
        _refusesDeal(deal, "two deciders");

        deal = _deal();
        deal.oracle = oracle;
        deal.panel = panel;
        _refusesDeal(deal, "two deciders");
    }

    function test_RevertWhen_TheResolverIsAParty() external {
        Escrow.Deal memory deal = _deal();
        deal.resolver = creator;
        _refusesDeal(deal, "resolver is a party");
        deal.resolver = counterparty;
        _refusesDeal(deal, "resolver is a party");
    }

    function test_RevertWhen_TheOracleCanNotDecide() external {
        Escrow.Deal memory deal = _deal();
        deal.oracle = Escrow.Oracle(address(0xFEED), Escrow.Comparator.AtLeast, 1, SETTLE_BY + 1, 1 days);
        _refusesDeal(deal, "notBefore out of range");
        deal.oracle.notBefore = 0;
        _refusesDeal(deal, "notBefore out of range");

        deal.oracle.notBefore = START;
        deal.oracle.maxAge = 0;
        _refusesDeal(deal, "maxAge out of range");
        deal.oracle.maxAge = type(uint64).max;
        _refusesDeal(deal, "maxAge out of range");

        deal.oracle = Escrow.Oracle(address(0), Escrow.Comparator.AtLeast, 1, 0, 0);
        _refusesDeal(deal, "an oracle without a feed");
    }

    function test_RevertWhen_ThePanelCanNotDecide() external {
        _refusesPanel(0, 2, 3, "the roster is empty");
        _refusesPanel(100, 3, 4, "m is even or too large");
        _refusesPanel(100, 20, 33, "m is even or too large");
        _refusesPanel(100, 1, 3, "k is no majority of m");
        _refusesPanel(100, 2, 5, "k is no majority of m");
        _refusesPanel(100, 4, 3, "k is no majority of m");
        _refusesPanel(100, 0, 3, "k is no majority of m");

        Escrow.Deal memory deal = _deal();
        deal.panel = Escrow.Panel(keccak256("root"), 100, 2, 3, new address[](0));
        deal.disputeWindow = 72 hours - 1;
        _refusesDeal(deal, "disputeWindow under 72 hours");

        deal = _deal();
        deal.panel.m = 3;
        _refusesDeal(deal, "a panel without a roster");
    }

    function test_RevertWhen_ThePanelIsOneMemberOffTheLocalChain() external {
        Escrow.Deal memory deal = _deal();
        deal.panel = Escrow.Panel(keccak256("root"), 100, 1, 1, new address[](0));
        vm.chainId(8453);
        _refusesDeal(deal, "m is too small");

        vm.chainId(31_337);
        _assertState(_open(deal), Escrow.State.Open);
    }

    function test_RevertWhen_TooManyAreStruck() external {
        Escrow.Deal memory deal = _deal();
        deal.panel = Escrow.Panel(keccak256("root"), 100, 2, 3, new address[](17));
        _refusesDeal(deal, "too many struck");

        deal.panel.struck = new address[](16);
        _assertState(_open(deal), Escrow.State.Open);
    }

    function testFuzz_RevertWhen_TheValueIsNotWhatIsNeeded(uint256 value) external {
        Escrow.Deal memory deal = _enforcedDeal();
        uint256 needed = deal.creatorBond + deal.creatorBase;
        value = _bound(value, 0, 2 * needed);
        vm.assume(value != needed);
        vm.deal(creator, value);

        _refuses(abi.encodeWithSelector(Escrow.WrongValue.selector, value, needed));
        vm.prank(creator);
        escrow.open{value: value}(deal);
    }

    function testFuzz_WhenTheValueIsWhatIsNeeded(uint128 bond, uint128 base) external {
        Escrow.Deal memory deal = _deal();
        deal.creatorBond = bond == 0 ? 1 : bond;
        deal.creatorBase = base;
        uint256 value = deal.creatorBond + deal.creatorBase;
        vm.deal(creator, value);
        bytes32 id = escrow.idOf(deal);

        vm.expectEmit(address(escrow));
        emit Escrow.Opened(id, creator, counterparty, deal);
        vm.prank(creator);
        vm.assertEq(escrow.open{value: value}(deal), id, "id");

        vm.assertEq(escrow.heldOf(id), value, "held");
        vm.assertEq(address(escrow).balance, value, "balance");
        _assertState(id, Escrow.State.Open);
        vm.assertEq(keccak256(abi.encode(escrow.dealOf(id))), keccak256(abi.encode(deal)), "the deal as it was sent");
    }

    function test_RevertWhen_CoinComesAlong() external {
        _fund(address(token), creator, CREATOR_BOND);
        vm.deal(creator, CREATOR_BOND);
        _refuses(abi.encodeWithSelector(Escrow.WrongValue.selector, CREATOR_BOND, 0));
        vm.prank(creator);
        escrow.open{value: CREATOR_BOND}(_tokenDeal());
    }

    function test_RevertWhen_TheAllowanceIsShort() external {
        _fund(address(token), creator, CREATOR_BOND - 1);
        _refuses(
            abi.encodeWithSignature(
                "InsufficientAllowance(address,uint256,uint256)", address(escrow), CREATOR_BOND - 1, CREATOR_BOND
            )
        );
        vm.prank(creator);
        escrow.open(_tokenDeal());
    }

    function testFuzz_WhenTheTokenWasAllowed(uint128 bond) external {
        Escrow.Deal memory deal = _tokenDeal();
        deal.creatorBond = bond == 0 ? 1 : bond;
        bytes32 id = _open(deal);

        vm.assertEq(escrow.heldOf(id), deal.creatorBond, "held");
        vm.assertEq(token.balanceOf(address(escrow)), deal.creatorBond, "balance");
        vm.assertEq(token.balanceOf(creator), 0, "left with the creator");
    }

    function test_WhenTheDealDiffersInAnything() external {
        bytes32 id = escrow.idOf(_resolverDeal());
        vm.assertEq(id, keccak256(abi.encode(block.chainid, address(escrow), _resolverDeal())), "the id of the formats");

        for (uint256 i = 0; i < 15; i++) {
            vm.assertTrue(escrow.idOf(_changed(i)) != id, "another id");
        }
        vm.chainId(1);
        vm.assertTrue(escrow.idOf(_resolverDeal()) != id, "another chain");
    }

    function _changed(uint256 field) private view returns (Escrow.Deal memory deal) {
        deal = _resolverDeal();
        if (field == 0) deal.creator = stranger;
        if (field == 1) deal.counterparty = stranger;
        if (field == 2) deal.token = address(token);
        if (field == 3) deal.creatorBond++;
        if (field == 4) deal.counterpartyBond++;
        if (field == 5) deal.creatorBase++;
        if (field == 6) deal.counterpartyBase++;
        if (field == 7) deal.joinBy++;
        if (field == 8) deal.respondBy++;
        if (field == 9) deal.settleBy++;
        if (field == 10) deal.disputeWindow++;
        if (field == 11) deal.resolver = stranger;
        if (field == 12) deal.oracle.maxAge++;
        if (field == 13) deal.panel.struck = new address[](1);
        if (field == 14) deal.salt = keccak256("other terms");
    }

    function _refusesPanel(uint256 totalWeight, uint32 k, uint32 m, string memory why) private {
        Escrow.Deal memory deal = _deal();
        deal.panel = Escrow.Panel(keccak256("root"), totalWeight, k, m, new address[](0));
        _refusesDeal(deal, why);
    }

    function _refusesDeal(Escrow.Deal memory deal, string memory why) private {
        _refuses(abi.encodeWithSelector(Escrow.InvalidDeal.selector, why));
        vm.prank(creator);
        escrow.open(deal);
    }
}
