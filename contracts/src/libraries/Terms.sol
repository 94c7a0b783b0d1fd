// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow} from "../IChallengeEscrow.sol";

/// @title What a deal has to look like before anybody may pay into it
/// @notice A deal that passes can end by a clock: no time is further away than 400 days, and none comes before what it
/// waits for.
library Terms {
    uint256 internal constant LONGEST = 400 days;
    uint256 internal constant SHORTEST_PANEL = 72 hours;
    uint256 internal constant MOST_SEATS = 32;
    uint256 internal constant MOST_STRUCK = 16;
    uint256 internal constant LOCAL_CHAIN = 31337;

    function requireSound(IChallengeEscrow.Deal memory deal) internal view {
        _require(deal.creator != address(0) && deal.counterparty != address(0), "a party is missing");
        _require(deal.creator != deal.counterparty, "one party on both sides");
        _require(deal.finalHash != 0 && deal.salt != 0, "a hash is missing");

        _requireAmounts(deal);
        _requireTimes(deal);
        _requireDecider(deal);
    }

    function _requireAmounts(IChallengeEscrow.Deal memory deal) private pure {
        _require(deal.creatorBond > 0 && deal.counterpartyBond > 0, "a bond is zero");
        uint256 most = type(uint128).max;
        _require(deal.creatorBond <= most && deal.counterpartyBond <= most, "a bond is too large");
        _require(deal.creatorBase <= most && deal.counterpartyBase <= most, "a base is too large");
    }

    function _requireTimes(IChallengeEscrow.Deal memory deal) private view {
        _require(deal.joinBy >= block.timestamp, "joinBy has passed");
        _require(deal.respondBy == 0 || deal.respondBy >= deal.joinBy, "respondBy before joinBy");
        _require(deal.settleBy > deal.joinBy && deal.settleBy > deal.respondBy, "settleBy not the last");
        _require(deal.settleBy <= block.timestamp + LONGEST, "settleBy too far away");
        _require(deal.disputeWindow > 0 && deal.disputeWindow <= LONGEST, "disputeWindow out of range");
    }

    /// What is not named has to be all zeros, so that the chain can keep only what is.
    function _requireDecider(IChallengeEscrow.Deal memory deal) private view {
        bool hasResolver = deal.resolver != address(0);
        bool hasOracle = deal.oracle.feed != address(0);
        bool hasPanel = deal.panel.root != 0;
        _require(!(hasResolver && hasOracle || hasResolver && hasPanel || hasOracle && hasPanel), "two deciders");
        _require(deal.resolver != deal.creator && deal.resolver != deal.counterparty, "resolver is a party");

        hasOracle ? _requireOracle(deal) : _requireNoOracle(deal.oracle);
        hasPanel ? _requirePanel(deal) : _requireNoPanel(deal.panel);
    }

    function _requireOracle(IChallengeEscrow.Deal memory deal) private pure {
        IChallengeEscrow.Oracle memory oracle = deal.oracle;
        _require(oracle.notBefore > 0 && oracle.notBefore <= deal.settleBy, "notBefore out of range");
        _require(oracle.maxAge > 0 && oracle.maxAge <= LONGEST, "maxAge out of range");
    }

    function _requirePanel(IChallengeEscrow.Deal memory deal) private view {
        IChallengeEscrow.Panel memory panel = deal.panel;
        _require(panel.totalWeight > 0, "the roster is empty");
        _require(panel.m % 2 == 1 && panel.m <= MOST_SEATS, "m is even or too large");
        _require(panel.m >= 3 || block.chainid == LOCAL_CHAIN, "m is too small");
        _require(panel.k <= panel.m && 2 * uint256(panel.k) > panel.m, "k is no majority of m");
        _require(panel.struck.length <= MOST_STRUCK, "too many struck");
        _require(deal.disputeWindow >= SHORTEST_PANEL, "disputeWindow under 72 hours");
    }

    function _requireNoOracle(IChallengeEscrow.Oracle memory oracle) private pure {
        bool isEmpty = oracle.threshold == 0 && oracle.notBefore == 0 && oracle.maxAge == 0
            && oracle.comparator == IChallengeEscrow.Comparator.AtLeast;
        _require(isEmpty, "an oracle without a feed");
    }

    function _requireNoPanel(IChallengeEscrow.Panel memory panel) private pure {
        bool isEmpty = panel.totalWeight == 0 && panel.k == 0 && panel.m == 0 && panel.struck.length == 0;
        _require(isEmpty, "a panel without a roster");
    }

    function _require(bool holds, string memory why) private pure {
        if (!holds) revert IChallengeEscrow.InvalidDeal(why);
    }
}
