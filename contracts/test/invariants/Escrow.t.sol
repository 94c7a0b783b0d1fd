// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "../base/Vm.sol";
import {Handler} from "./Handler.sol";

interface IBalance {
    function balanceOf(address account) external view returns (uint256);
}

/// @title What must hold whatever people do
contract EscrowInvariantsTest {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Handler private handler;
    address private escrow;
    address private token;

    function setUp() external {
        handler = Handler(vm.deployCode("Handler.sol:Handler", ""));
        handler.setUp();
        (escrow, token) = handler.places();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[19] memory selectors = [
            Handler.open.selector,
            Handler.join.selector,
            Handler.openAndJoin.selector,
            Handler.respond.selector,
            Handler.settle.selector,
            Handler.split.selector,
            Handler.settleByResolver.selector,
            Handler.settleByOracle.selector,
            Handler.settleByPanel.selector,
            Handler.expire.selector,
            Handler.openDispute.selector,
            Handler.seat.selector,
            Handler.redraw.selector,
            Handler.voidOffers.selector,
            Handler.withdraw.selector,
            Handler.push.selector,
            Handler.pass.selector,
            Handler.strayIn.selector,
            Handler.forbidden.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](selectors.length));
        for (uint256 i = 0; i < selectors.length; i++) {
            targets[0].selectors[i] = selectors[i];
        }
    }

    /// After every call: what is here is what was deposited and not yet paid out, and what strayed in; and no move went
    /// through that must not.
    function invariant_NoMoneyAppearsOrIsLostAndNothingForbiddenHappens() external view {
        if (handler.isWell()) return;
        revert(bytes(handler.broken()).length > 0 ? handler.broken() : "not what was deposited and not yet paid out");
    }

    /// At the end of each run: deal by deal and account by account it adds up, endings stand, and everybody can leave.
    function afterInvariant() external {
        handler.check();
        handler.everybodyLeaves();
        handler.check();
        vm.assertEq(escrow.balance, handler.stray(address(0)), "coin left");
        vm.assertEq(IBalance(token).balanceOf(escrow), handler.stray(token), "tokens left");
    }
}
